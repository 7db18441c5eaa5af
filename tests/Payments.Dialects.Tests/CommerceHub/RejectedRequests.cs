using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.Tests.CommerceHub;

public sealed class RejectedRequests : IDisposable
{
    private readonly HubBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("amount", null, "106 amount.total", "106 amount.currency")]
    [InlineData("amount", "[]", "100 amount", "106 amount.total", "106 amount.currency")]
    [InlineData("amount.total", null, "106 amount.total")]
    [InlineData("amount.total", "null", "106 amount.total")]
    [InlineData("amount.total", "0", "836 amount.total")]
    [InlineData("amount.total", "\"-12.04\"", "836 amount.total")]
    [InlineData("amount.total", "12.045", "105 amount.total")]
    [InlineData("amount.total", "10000000000.00", "105 amount.total")]
    [InlineData("amount.total", "1e64", "105 amount.total")]
    [InlineData("amount.total", "1e999999999", "105 amount.total")]
    [InlineData("amount.total", "1e-60", "105 amount.total")]
    [InlineData("amount.total", "1.00000000000000000000000000000000001", "105 amount.total")]
    [InlineData("amount.total", "\"\"", "105 amount.total")]
    [InlineData("amount.total", "\"12,04\"", "105 amount.total")]
    [InlineData("amount.total", "\" 12.04\"", "105 amount.total")]
    [InlineData("amount.total", "\"+12.04\"", "105 amount.total")]
    [InlineData("amount.total", "\".5\"", "105 amount.total")]
    [InlineData("amount.total", "\"5.\"", "105 amount.total")]
    [InlineData("amount.total", "true", "105 amount.total")]
    [InlineData("amount.currency", null, "106 amount.currency")]
    [InlineData("amount.currency", "\"XYZ\"", "247 amount.currency")]
    [InlineData("amount.currency", "\"US\"", "105 amount.currency")]
    [InlineData("amount.currency", "840", "105 amount.currency")]
    [InlineData("amountComponents", """{"subTotal":10,"localTax":2}""", "105 amountComponents")]
    [InlineData("amountComponents", """{"subTotal":"x"}""", "105 amountComponents.subTotal")]
    [InlineData(
        "amountComponents", """{"taxAmounts":[{"taxAmount":{}}]}""", "105 amountComponents.taxAmounts[0].taxAmount")]
    [InlineData("amountComponents", """{"taxAmounts":1}""", "100 amountComponents.taxAmounts")]
    [InlineData("amountComponents", "7", "100 amountComponents")]
    public Task Amounts_are_checked(string path, string? json, params string[] errors) =>
        AssertRejected(path, json, errors);

    [Theory]
    [InlineData("source", null, "102 source")]
    [InlineData("source", "\"PaymentCard\"", "100 source")]
    [InlineData("source.sourceType", null, "107 source.sourceType")]
    [InlineData("source.sourceType", "\"Barter\"", "102 source.sourceType")]
    [InlineData("source.sourceType", "1", "102 source.sourceType")]
    [InlineData("source.sourceType", "\"PaymentEMV\"", "205 source.sourceType")]
    [InlineData("source.sourceType", "\"PaymentTrack\"", "205 source.sourceType")]
    [InlineData("source.sourceType", "\"PaymentCheck\"", "205 source.sourceType")]
    [InlineData("source.sourceType", "\"PaymentSession\"", "205 source.sourceType")]
    [InlineData("source.sourceType", "\"ApplePay\"", "205 source.sourceType")]
    [InlineData("source.sourceType", "\"GooglePay\"", "205 source.sourceType")]
    [InlineData("source.sourceType", "\"DecryptedWallet\"", "205 source.sourceType")]
    [InlineData("source.encryptionData", """{"keyId":"k"}""", "205 source.encryptionData")]
    [InlineData("source", """{"sourceType":"PaymentToken"}""", "129 source.tokenData")]
    [InlineData("source", """{"sourceType":"PaymentToken","tokenData":""}""", "129 source.tokenData")]
    [InlineData("source", """{"sourceType":"PaymentToken","tokenData":5}""", "103 source.tokenData")]
    public Task Sources_are_checked(string path, string? json, params string[] errors) =>
        AssertRejected(path, json, errors);

    [Theory]
    [InlineData("source.card.cardData", null, "129 source.card.cardData")]
    [InlineData("source.card.cardData", "\"4005550000000018\"", "103 source.card.cardData")]
    [InlineData("source.card.cardData", "\"40055500\"", "103 source.card.cardData")]
    [InlineData("source.card.cardData", "\"00000000000000000000\"", "103 source.card.cardData")]
    [InlineData("source.card.cardData", "\"4005 5500 0000 0019\"", "103 source.card.cardData")]
    [InlineData("source.card.cardData", "4005550000000019", "103 source.card.cardData")]
    [InlineData("source.card.cardData", "\"٤005550000000019\"", "103 source.card.cardData")]
    [InlineData("source.card.cardData", "\"4000300011112220\"", "104 source.card.cardData")]
    [InlineData("source.card.cardData", "\"0000000000000000\"", "104 source.card.cardData")]
    [InlineData("source.card.expirationMonth", null, "107 source.card.expirationMonth")]
    [InlineData("source.card.expirationMonth", "\"00\"", "115 source.card.expirationMonth")]
    [InlineData("source.card.expirationMonth", "\"13\"", "115 source.card.expirationMonth")]
    [InlineData("source.card.expirationMonth", "\"2\"", "115 source.card.expirationMonth")]
    [InlineData("source.card.expirationMonth", "2", "115 source.card.expirationMonth")]
    [InlineData("source.card.expirationYear", "\"35\"", "115 source.card.expirationYear")]
    [InlineData("source.card.securityCode", "\"12345\"", "100 source.card.securityCode")]
    [InlineData("source.card.securityCode", "\"12a\"", "100 source.card.securityCode")]
    [InlineData("source.card.securityCodeIndicator", "\"YES\"", "100 source.card.securityCodeIndicator")]
    public Task Cards_are_checked(string path, string? json, params string[] errors) =>
        AssertRejected(path, json, errors);

    [Theory]
    [InlineData("transactionDetails.captureFlag", "false", "207 transactionDetails.captureFlag")]
    [InlineData("transactionDetails.captureFlag", "\"true\"", "100 transactionDetails.captureFlag")]
    [InlineData("transactionDetails.createToken", "1", "100 transactionDetails.createToken")]
    [InlineData("transactionDetails.merchantOrderId", "1", "134 transactionDetails.merchantOrderId")]
    [InlineData("transactionDetails.merchantOrderId", "\"a\\u0000\"", "134 transactionDetails.merchantOrderId")]
    [InlineData("transactionDetails.merchantInvoiceNumber", "1", "135 transactionDetails.merchantInvoiceNumber")]
    [InlineData("transactionInteraction.origin", "\"WEB\"", "100 transactionInteraction.origin")]
    [InlineData("transactionInteraction.eciIndicator", "\"x\"", "100 transactionInteraction.eciIndicator")]
    [InlineData("transactionInteraction.posConditionCode", "\"x\"", "100 transactionInteraction.posConditionCode")]
    [InlineData("referenceTransactionDetails", "{}", "101 referenceTransactionDetails")]
    [InlineData(
        "additionalDataCommon.additionalData.requestedTestResponseCode",
        "\"706\"",
        "706 additionalDataCommon.additionalData.requestedTestResponseCode")]
    [InlineData(
        "additionalDataCommon.additionalData.requestedTestResponseCode",
        "\"<b>706</b>\"",
        "100 additionalDataCommon.additionalData.requestedTestResponseCode")]
    [InlineData(
        "additionalDataCommon.additionalData.requestedTestResponseCode",
        "\"7060\"",
        "100 additionalDataCommon.additionalData.requestedTestResponseCode")]
    public Task Details_are_checked(string path, string? json, params string[] errors) =>
        AssertRejected(path, json, errors);

    [Fact]
    public async Task A_test_error_is_only_for_the_sandbox_and_elsewhere_no_money_is_sent()
    {
        const string path = "additionalDataCommon.additionalData.requestedTestResponseCode";
        var processor = new NamedProcessor();
        using var bench = new HubBench(_ => processor);

        var response = await bench.PostAsync(Samples.With(path, "\"706\""));

        Assert.Equal(400, response.Status);
        Assert.Contains("\"code\":\"207\"", response.Text(), StringComparison.Ordinal);
        Assert.Contains("is only for the sandbox.", response.Text(), StringComparison.Ordinal);
        Assert.Empty(bench.Ledgers.Addresses);
        Assert.Equal(201, (await bench.PostAsync(Samples.Seed)).Status);
    }

    [Theory]
    [InlineData("source.card.nameOnCard", 256, "100")]
    [InlineData("source.card.category", 25, "100")]
    [InlineData("source.card.subCategory", 25, "100")]
    [InlineData("merchantDetails.merchantId", 1024, "100")]
    [InlineData("merchantDetails.terminalId", 1024, "100")]
    [InlineData("merchantDetails.storeId", 1024, "100")]
    [InlineData("merchantDetails.terminalLaneNumber", 16, "100")]
    [InlineData("merchantDetails.tokenType", 64, "100")]
    [InlineData("merchantDetails.siteTypeIndicator", 64, "100")]
    [InlineData("transactionDetails.merchantTransactionId", 128, "100")]
    [InlineData("transactionDetails.merchantOrderId", 128, "134")]
    [InlineData("transactionDetails.merchantInvoiceNumber", 128, "135")]
    [InlineData("transactionDetails.reversalReasonCode", 40, "100")]
    [InlineData("transactionDetails.retrievalReferenceNumber", 12, "100")]
    [InlineData("transactionDetails.processingCode", 6, "100")]
    [InlineData("transactionDetails.transactionCaptureType", 64, "100")]
    [InlineData("transactionDetails.operationType", 50, "100")]
    [InlineData("transactionInteraction.posEntryMode", 22, "100")]
    public async Task Lengths_are_checked(string path, int longest, string code)
    {
        await AssertRejected(path, $"\"{new string('x', longest + 1)}\"", $"{code} {path}");

        Assert.Equal(201, (await _bench.PostAsync(Samples.With(path, $"\"{new string('x', longest)}\""))).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("""{"amount":{"total":1,"total":2}}""")]
    [InlineData("""{"amount":"\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("{} {}")]
    public async Task A_body_that_is_not_a_JSON_object_is_rejected(string body)
    {
        var response = await _bench.PostAsync(body);

        Assert.Equal(400, response.Status);
        Assert.Equal([body.Length == 0 ? "138" : "121"], response.Errors());
    }

    [Fact]
    public async Task A_body_nested_too_deep_or_not_in_UTF8_is_rejected()
    {
        var deep = await _bench.PostAsync($$"""{"x":{{new string('[', 40)}}{{new string(']', 40)}}}""");
        byte[] latin1 = [.. "{\"x\":\""u8, 0xE9, .. "\"}"u8];
        var latin = await _bench.SendAsync(_bench.Request(latin1));

        Assert.Equal(["121"], deep.Errors());
        Assert.Equal(["121"], latin.Errors());
    }

    [Fact]
    public async Task All_errors_are_reported_at_once_in_field_order()
    {
        var response = await _bench.PostAsync(Samples.With(
            ("amount.total", "0"),
            ("amount.currency", null),
            ("source.card.cardData", "\"1\""),
            ("source.card.expirationMonth", "\"77\""),
            ("transactionInteraction.origin", "\"x\"")));

        Assert.Equal(
            [
                "836 amount.total", "106 amount.currency", "103 source.card.cardData",
                "115 source.card.expirationMonth", "100 transactionInteraction.origin",
            ],
            response.Errors());
    }

    [Fact]
    public async Task Unknown_fields_and_components_that_sum_up_to_the_total_are_accepted()
    {
        var response = await _bench.PostAsync(Samples.With(
            ("unheardOf", "{\"a\":[1]}"),
            (
                "amountComponents",
                """{"subTotal":10.04,"tip":"1.00","unitPrice":5,"taxAmounts":[{"taxAmount":1,"taxType":"STATE"}]}""")));

        Assert.Equal(201, response.Status);
    }

    [Fact]
    public async Task A_rejection_has_the_gateways_format()
    {
        var response = await _bench.PostAsync(Samples.With("amount.total", null));

        var trace = response.Headers["ApiTraceId"];
        Assert.Equal(
            "{\"gatewayResponse\":{\"transactionProcessingDetails\":"
            + $"{{\"apiTraceId\":\"{trace}\",\"clientRequestId\":\"4345791\"}}}},"
            + "\"error\":[{\"type\":\"GATEWAY\",\"code\":\"106\",\"field\":\"amount.total\","
            + "\"message\":\"total is missing.\"}]}",
            response.Text());
    }

    private async Task AssertRejected(string path, string? json, params string[] errors)
    {
        var response = await _bench.PostAsync(Samples.With(path, json));

        Assert.Equal(errors, response.Errors());
        Assert.Equal(400, response.Status);
        Assert.Empty(_bench.Ledgers.Addresses);
        Assert.Empty(_bench.Queue.TakeAll());
        Assert.Empty(_bench.Timeline.List(HubBench.Demo, "crd"));
        Assert.Empty(_bench.Processor.Asked);
    }

    private sealed class NamedProcessor : IPaymentProcessor
    {
        public ProcessorName Name { get; } = new("elsewhere");

        public Task<ProcessorResponse> ExecuteAsync(
            ProcessorOperation operation, CancellationToken cancellationToken) =>
            Task.FromResult(ScriptedProcessor.Approve(operation));

        public Task<ProcessorResponse> QueryAsync(
            ProcessorOperation operation, string reference, CancellationToken cancellationToken) =>
            Task.FromResult(ScriptedProcessor.Approve(operation));

        public Task<CaptureStanding?> InspectCaptureAsync(
            OrganizationId organization, string capture, CancellationToken cancellationToken) =>
            Task.FromResult<CaptureStanding?>(null);
    }
}
