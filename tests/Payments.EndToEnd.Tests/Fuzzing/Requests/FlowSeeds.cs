namespace Payments.EndToEnd.Tests.Fuzzing.Requests;

/// <summary>Flow's operations (flow-payments.md).</summary>
internal static class FlowSeeds
{
    private const string Direct =
        """
        {"discriminator":"direct_authorization_form","key":"{tag}","token":"tok-visa","cvv":"123","amount":{amount},
        "currency":"USD","customer":{"name":{"first":"Ada","last":"Lovelace"},"email":"ada@example.com"},
        "attributes":{"basket":"{tag}"}}
        """;

    private const string MerchantOfRecord =
        """
        {"discriminator":"merchant_of_record_authorization_form","key":"{tag}","token":"tok-visa",
        "order_number":"{order}","amount":{amount},"currency":"USD","attributes":{}}
        """;

    private const string Capture =
        """{"authorization_id":"{authorization}","key":"{tag}","amount":{amount},"attributes":{"n":"{tag}"}}""";

    private const string Refund =
        """
        {"order_number":"{order}","key":"{tag}","amount":{amount},"currency":"USD","rma_key":"{tag}",
        "attributes":{"why":"too small"}}
        """;

    private const string CreditPayment =
        """
        {"order_number":"{order}","description":"gift card {tag}","amount":{amount},"max":50.00,"currency":"USD",
        "key":"{tag}","attributes":{}}
        """;

    private const string Order = """{"currency":"USD","total":100.00,"shipping":7.50,"number":"{tag}"}""";

    /// <summary>On this machine, at a port that nobody listens on; and disabled.</summary>
    private const string Webhook = """{"url":"http://127.0.0.1:1/{tag}","description":"{tag}","enabled":false}""";

    private const string NoWebhook = "webhook=whk-00000000000000000000000000000000";

    private static readonly string[] Paging = ["limit=25", "offset=0", "limit=3", "offset=2", "sort=-created_at"];

    private static readonly string[] Versions =
        ["limit=5", "offset=1", "sort=journal_timestamp", "sort=-journal_timestamp", "id=3"];

    public static IEnumerable<Seed> All => [.. Reads, .. Lists, .. Writes, .. Puts, .. Deletes];

    private static IEnumerable<Seed> Reads =>
    [
        new("FlowGetAuthorization", "key={authorization}"),
        new("FlowGetCapture", "key={capture}"),
        new("FlowGetCreditPayment", "key={creditpayment}") { Query = ["expand=order"] },
        new("FlowGetOrder", "number={order}"),
        new("FlowGetRefund", "key={refund}"),
        new("FlowGetRefund", "key={past}"),
        new("FlowGetRefundAllocations", "key={refund}"),
        new("FlowGetRefundSummary", "orderNumber={order}"),
        new("FlowGetWebhook", NoWebhook),
        new("FlowGetWebhooks"),
        new("FlowGetEvents") { Query = ["limit=3", "after=evt-08de81abd409ec800b29e0f75c1e6bf6a02c00000000000c"] },
        new("FlowGetOrders") { Query = ["number={order}", "number={past}"] },
        new("FlowGetCaptureIdentifiers", "key={capture}") { Query = ["sort=-name", "identifier={rma}", "limit=2"] },
        new("FlowGetRefundIdentifiers", "key={refund}") { Query = ["sort=name", "identifier={rma}", "offset=1"] },
    ];

    private static IEnumerable<Seed> Lists =>
    [
        new("FlowGetAuthorizations") { Query = [.. Paging, "key={authorization}", "order_number={order}"] },
        new("FlowGetCaptures") { Query = [.. Paging, "authorization_key={authorization}", "identifier={rma}"] },
        new("FlowGetCreditPayments") { Query = [.. Paging, "key={creditpayment}", "expand=order"] },
        new("FlowGetRefunds")
        {
            Query =
            [
                .. Paging, "key={refund}", "order_number={order}", "status=succeeded", "amount_from=1.00",
                "amount_to=5", "created_at_from=2026-01-01T00:00:00Z", "created_at_to=2036-01-01T00:00:00%2B02:00",
                "capture_key={capture}", "authorization_id={authorization}",
            ],
        },
        new("FlowGetAuthorizationVersions") { Query = [.. Versions, "authorization_id={authorization}"] },
        new("FlowGetCaptureVersions") { Query = [.. Versions, "capture_id={capture}"] },
        new("FlowGetCreditPaymentVersions") { Query = [.. Versions, "key={creditpayment}"] },
        new("FlowGetRefundVersions") { Query = [.. Versions, "refund_id={refund}"] },
    ];

    private static IEnumerable<Seed> Writes =>
    [
        new("FlowPostAuthorization") { Body = Direct, Required = ["token", "amount", "currency", "discriminator"] },
        new("FlowPostAuthorization") { Body = MerchantOfRecord },
        new("FlowPostAuthorizationRelease", "key={authorization}"),
        new("FlowPostAuthorizationRelease", "key={authorization}") { Body = "{}" },
        new("FlowPostCapture") { Body = Capture },
        new("FlowPostCreditPayment") { Body = CreditPayment, Query = ["expand=order"] },
        new("FlowPostOrder") { Body = Order, Required = ["currency", "total", "number"] },
        new("FlowPostRefund") { Body = Refund },
        new("FlowPostWebhook") { Body = Webhook, Required = ["url"] },
        new("FlowPostWebhookPing", NoWebhook),
        new("FlowPostWebhookRotation", NoWebhook),
        new("FlowPostRefundPreview") { Body = Refund, Query = ["policy=proportional", "policy=oldest_first"] },
        new("FlowPostRefund")
        {
            Body = """{"order_number":"{order}","key":"{tag}","amount_up_to":1,"tenders":["credit_payment","card"]}""",
        },
        new("FlowPostRefund") { Body = """{"capture_id":"{capture}","key":"{tag}","amount_up_to":"{amount}"}""" },
        new("FlowPostRefund") { Body = """{"authorization_id":"{authorization}","key":"{tag}","amount":{amount}}""" },
    ];

    private static IEnumerable<Seed> Puts =>
    [
        new("FlowPutAuthorization", "key={tag}")
        {
            Body = Direct,
            Required = ["token", "amount", "currency", "discriminator"],
        },
        new("FlowPutCreditPayment", "key={tag}") { Body = CreditPayment },
        new("FlowPutWebhook", NoWebhook) { Body = Webhook },
        new("FlowPutOrder", "number={tag}") { Body = Order, Required = ["currency", "total"] },
        new("FlowPutCaptureIdentifier", "key={capture}", "identifier={tag}")
        {
            Body = """{"name":"{tag}","primary":true}""",
        },
        new("FlowPutRefundIdentifier", "key={refund}", "identifier={tag}")
        {
            Body = """{"name":"rma","primary":false}""",
        },
    ];

    private static IEnumerable<Seed> Deletes =>
    [
        new("FlowDeleteAuthorization", "key={past}"),
        new("FlowDeleteAuthorization", "key={reversible}"),
        new("FlowDeleteCreditPayment", "key={creditpayment}"),
        new("FlowDeleteRefund", "key={refund}"),
        new("FlowDeleteRefund", "key={past}"),
        new("FlowDeleteWebhook", NoWebhook),
        new("FlowDeleteRefundIdentifier", "key={refund}", "identifier={rma}"),
        new("FlowDeleteCaptureIdentifier", "key={capture}", "identifier={rma}"),
    ];
}
