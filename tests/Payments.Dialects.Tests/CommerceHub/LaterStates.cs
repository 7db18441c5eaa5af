using Payments.Handlers.Ports;
using Payments.Ledger.Records;

namespace Payments.Dialects.Tests.CommerceHub;

public sealed class LaterStates : IDisposable
{
    private const string TransactionId = "gatewayResponse.transactionProcessingDetails.transactionId";
    private const string State = "gatewayResponse.transactionState";

    private readonly HubBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_credit_is_AUTHORIZED_until_its_money_is_sent_and_CAPTURED_afterwards()
    {
        var given = await _bench.PostAsync(Samples.Seed);
        var id = given.At(TransactionId)!;

        var before = await _bench.GetAsync(id);
        await _bench.DrainAsync();
        var after = await _bench.GetAsync(id);

        Assert.Equal(200, before.Status);
        Assert.Equal(given.Text(), before.Text());
        Assert.Equal("CAPTURED", after.At(State));
        Assert.Equal(
            given.Text().Replace("AUTHORIZED", "CAPTURED", StringComparison.Ordinal), after.Text());
    }

    [Fact]
    public async Task A_credit_declined_at_settlement_is_DECLINED_without_its_approval_codes()
    {
        var id = (await _bench.PostAsync(Samples.Seed)).At(TransactionId)!;
        _bench.Processor.Answer = _ => new ProcessorResponse.Declined(
            new Decline(DeclineReason.AccountClosed, "030", "Closed"));
        await _bench.DrainAsync();

        var response = await _bench.GetAsync(id);

        Assert.Equal("DECLINED", response.At(State));
        Assert.Equal("PROCESSING_FAILED", response.At("paymentReceipt.processorResponseDetails.approvalStatus"));
        Assert.Null(response.At("paymentReceipt.processorResponseDetails.responseCode"));
        Assert.Null(response.At("paymentReceipt.approvedAmount"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("crd-00000000000000000000000000000000")]
    public async Task An_unknown_credit_is_not_found(string id)
    {
        var response = await _bench.GetAsync(id);

        Assert.Equal(404, response.Status);
        Assert.Equal(["801 transactionId"], response.Errors());
    }

    [Fact]
    public async Task Another_organizations_credit_gets_the_same_response_as_an_unknown_one()
    {
        var id = (await _bench.PostAsync(Samples.Seed)).At(TransactionId)!;

        var response = await _bench.GetAsync(id, HubBench.OtherKey, HubBench.OtherSecret);

        Assert.Equal(404, response.Status);
        Assert.Equal(["801 transactionId"], response.Errors());
    }
}
