using Payments.Handlers.Ports;

namespace Payments.Dialects.Tests.CommerceHub;

/// <summary>
/// Credits through the path that Commerce Hub has used for them since 2023, <c>/payments/v1/refunds</c>.
/// </summary>
public sealed class OpenRefunds : IDisposable
{
    private readonly HubBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_refund_without_a_reference_is_an_open_credit_shown_as_a_refund()
    {
        var response = await _bench.RefundAsync(Samples.Seed);

        Assert.Equal(201, response.Status);
        Assert.Equal("REFUND", response.At("gatewayResponse.transactionType"));
        Assert.Equal("AUTHORIZED", response.At("gatewayResponse.transactionState"));
        Assert.Equal("12.04", response.At("paymentReceipt.approvedAmount.total"));
        await _bench.DrainAsync();
        Assert.Single(_bench.Processor.Asked.OfType<SettleFunds>());
    }

    [Fact]
    public async Task A_null_reference_counts_as_absent() => Assert.Equal(
        201, (await _bench.RefundAsync(Samples.With("referenceTransactionDetails", "null"))).Status);

    [Theory]
    [InlineData("""{"referenceTransactionId":"84356531338"}""")]
    [InlineData("""{"referenceTransactionId":"84356531338","referenceTransactionType":"CHARGES"}""")]
    [InlineData("""{"referenceMerchantTransactionId":"m-1"}""")]
    [InlineData("{}")]
    [InlineData("\"84356531338\"")]
    public async Task A_refund_of_a_charge_is_rejected_and_sends_no_money(string reference)
    {
        var response = await _bench.RefundAsync(Samples.With("referenceTransactionDetails", reference));

        Assert.Equal((400, "764 referenceTransactionDetails"), (response.Status, Assert.Single(response.Errors())));
        Assert.Empty(_bench.Processor.Asked);
        Assert.Empty(_bench.Ledgers.Addresses);
    }

    [Fact]
    public async Task A_refund_of_a_charge_without_amount_and_source_is_also_rejected_for_its_reference()
    {
        var response = await _bench.RefundAsync(
            """{"referenceTransactionDetails":{"referenceTransactionId":"1"},"merchantDetails":{"merchantId":"1"}}""");

        Assert.Equal(400, response.Status);
        Assert.Contains("764 referenceTransactionDetails", response.Errors());
    }

    [Fact]
    public async Task The_same_request_on_either_path_is_one_credit()
    {
        var credit = await _bench.PostAsync(Samples.Seed);
        var refund = await _bench.RefundAsync(Samples.Seed);

        Assert.Equal(201, refund.Status);
        Assert.Equal(credit.Headers["ApiTraceId"], refund.Headers["ApiTraceId"]);
        Assert.Single(_bench.Processor.Asked);
    }

    [Fact]
    public async Task An_unauthenticated_refund_is_rejected() => Assert.Equal(
        401,
        (await _bench.SendRefundAsync(_bench.Request(Samples.Seed, secret: "another"))).Status);
}
