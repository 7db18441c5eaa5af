namespace Payments.EndToEnd.Tests.Fuzzing.Requests;

/// <summary>Commerce Hub's operations (commerce-hub-credits.md), and those of no API.</summary>
internal static class OtherSeeds
{
    private const string Card =
        """
        {"amount":{"total":{amount},"currency":"USD"},"source":{"sourceType":"PaymentCard",
        "card":{"cardData":"{card}","expirationMonth":"02","expirationYear":"2035","securityCode":"123",
        "securityCodeIndicator":"PROVIDED"}},"transactionDetails":{"captureFlag":true,"merchantTransactionId":"{tag}",
        "merchantOrderId":"{tag}","merchantInvoiceNumber":"{tag}"},
        "transactionInteraction":{"origin":"ECOM","eciIndicator":"CHANNEL_ENCRYPTED","posEntryMode":"MANUAL"},
        "merchantDetails":{"merchantId":"123456789789567","terminalId":"123456"},
        "amountComponents":{"subTotal":{amount},"taxAmounts":[]}}
        """;

    private const string Token =
        """
        {"amount":{"total":"{amount}","currency":"USD"},"source":{"sourceType":"PaymentToken",
        "tokenData":"token-{tag}","tokenSource":"TRANSARMOR","card":{"expirationMonth":"02","expirationYear":"2035"}},
        "merchantDetails":{"merchantId":"123456789789567","terminalId":"123456"}}
        """;

    public static IEnumerable<Seed> All => [.. CommerceHub, .. Operations];

    private static IEnumerable<Seed> CommerceHub =>
    [
        new("CommerceHubCredit") { Body = Card },
        new("CommerceHubCredit") { Body = Token },
        new("CommerceHubCreditBelowCh") { Body = Token },
        new("CommerceHubCreditBelowCh") { Body = Card },
        new("CommerceHubRefund") { Body = Card },
        new("CommerceHubRefund")
        {
            Body = """{"amount":{"total":1.00,"currency":"USD"},"referenceTransactionDetails":{"referenceTransactionId":"{past}"}}""",
        },
        new("CommerceHubRefundBelowCh") { Body = Token },
        new("CommerceHubGetCredit", "transactionId={credit}"),
        new("CommerceHubGetCreditBelowCh", "transactionId={credit}"),
    ];

    private static IEnumerable<Seed> Operations =>
    [
        new("OpsSandbox"),
        new("OpsSandboxEvent", "reference=sbx-{tag}", "what=decline"),
        new("ProcessorNotification", "processor=sandbox", $"organization={Callers.Fuzzed}")
        {
            Body = """{"id":"evt-{tag}","type":"refund.failed"}""",
        },
        new("OpsGetAudit")
        {
            Query =
            [
                $"organization={Callers.Fuzzed}", "order_number={order}", "resource_id={refund}", "credential=flow/x",
                "from=2026-01-01T00:00:00Z", "to=2036-01-01T00:00:00Z", "limit=3", "offset=1",
            ],
        },
        new("OpsGetReconciliation")
        {
            Query =
            [
                $"organization={Callers.Fuzzed}", "from=2026-01-01T00:00:00Z", "to=2026-01-02T00:00:00Z",
            ],
        },
        new("OpsListDeadLetters"),
        new("OpsRequeueDeadLetters", "queue=refunds"),
        new("OpsRequeueDeadLetter", "queue=credits", "sequenceNumber=1"),
        new("Health"),
        new("HealthLive"),
        new("HealthReady"),
        new("DocsViewer"),
        new("DocsOpenApi", "name=flow.json"),
        new("DocsViewerFile", "file=start.js"),
        new("Preflight", "path=fuzz/refunds")
        {
            Headers =
            [
                ("Origin", "http://localhost:3000"), ("Access-Control-Request-Method", "POST"),
                ("Access-Control-Request-Headers", "content-type"),
            ],
        },
    ];
}
