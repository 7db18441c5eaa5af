using Payments.Ledger.Balances;

namespace Payments.Dialects.Tests.Flow;

/// <summary>For each error code in the clients' models there is a request that gets it.</summary>
public sealed class EveryErrorCode : IDisposable
{
    private readonly FlowShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData("generic_error", "'order_number':'c-1','description':'d','amount':1,'currency':'USD'")]
    [InlineData("invalid_order_number", "'order_number':'no','description':'d','amount':1,'max':1,'currency':'USD'")]
    [InlineData("invalid_currency", "'order_number':'c-1','description':'d','amount':1,'max':1,'currency':'EUR'")]
    [InlineData("invalid_description", "'order_number':'c-1','description':'','amount':1,'max':1,'currency':'USD'")]
    [InlineData(
        "duplicate", "'order_number':'c-1','description':'d','amount':2,'max':9,'currency':'USD','key':'p-1'")]
    [InlineData(
        "amount_must_be_positive", "'order_number':'c-1','description':'d','amount':0,'max':1,'currency':'USD'")]
    [InlineData(
        "amount_exceeds_balance", "'order_number':'c-1','description':'d','amount':101,'max':999,'currency':'USD'")]
    [InlineData("insufficient_amount", "'order_number':'c-1','description':'d','amount':2,'max':1,'currency':'USD'")]
    public async Task Every_error_code_of_credit_payments_is_produced(string code, string fields)
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        await _shop.Credit(
            """{"order_number":"c-1","description":"d","amount":1,"max":9,"currency":"USD","key":"p-1"}""");

        var rejected = await _shop.Rejected(() => _shop.Credit($"{{{fields.Replace('\'', '"')}}}"));

        Assert.Equal((code, code), (rejected.Of("code"), rejected.Of("codes.0")));
        Assert.Empty(ClientModels.Problems("credit_payment_error", rejected.Body));
    }

    [Theory]
    [InlineData("expired", 180, "'order_number':'c-1'")]
    [InlineData("expired", 180, "'authorization_id':'a-1','amount':1")]
    [InlineData("expired", 180, "'capture_id':'k-1','amount':1")]
    [InlineData("insufficient_funds", 179, "'order_number':'c-1','amount':60.01")]
    [InlineData("insufficient_funds", 0, "'capture_id':'k-1','amount':60.01")]
    [InlineData("unknown", 0, "'capture_id':'k-2'")]
    public async Task Every_error_code_of_refunds_is_produced(string code, int days, string fields)
    {
        await CapturedAsync();
        _shop.Service.Time.Advance(TimeSpan.FromDays(days));

        var rejected = await _shop.Rejected(() => _shop.Refund($"{{{fields.Replace('\'', '"')}}}"));

        Assert.Equal(code, rejected.Of("decline_code"));
        Assert.Empty(ClientModels.Problems("refund_error", rejected.Body));
    }

    [Theory]
    [InlineData("expired", 7, "'authorization_id':'a-1','amount':1")]
    [InlineData("insufficient_funds", 6, "'authorization_id':'a-1','amount':40.01")]
    [InlineData("unknown", 0, "'authorization_id':'a-2'")]
    public async Task Every_error_code_of_captures_is_produced(string code, int days, string fields)
    {
        await CapturedAsync();
        _shop.Service.Time.Advance(TimeSpan.FromDays(days));

        var rejected = await _shop.Rejected(() => _shop.Capture($"{{{fields.Replace('\'', '"')}}}"));

        Assert.Equal(code, rejected.Of("decline_code"));
        Assert.Empty(ClientModels.Problems("refund_error", rejected.Body));
    }

    [Fact]
    public async Task A_capture_too_old_to_refund_stays_succeeded()
    {
        await CapturedAsync();
        _shop.Service.Time.Advance(CaptureBalance.RefundWindow);

        Assert.Equal("succeeded", (await _shop.GetCapture("k-1")).Of("status"));
        Assert.Equal("expired", (await _shop.GetAuthorization("a-1")).Of("result.status"));
        Assert.Equal("expired", (await _shop.GetAuthorization("a-1")).Of("result.decline_code"));
    }

    [Fact]
    public async Task Only_captures_recent_enough_are_refunded()
    {
        await CapturedAsync();
        _shop.Service.Time.Advance(TimeSpan.FromDays(1));
        await _shop.Capture("""{"authorization_id":"a-1","amount":5}""");
        _shop.Service.Time.Advance(CaptureBalance.RefundWindow - TimeSpan.FromDays(1));
        _shop.Service.Queue.TakeAll();

        var more = await _shop.Rejected(() => _shop.Refund("""{"order_number":"c-1","amount":5.01}"""));
        var all = await _shop.Refund("""{"order_number":"c-1"}""");

        Assert.Equal("insufficient_funds", more.Of("decline_code"));
        Assert.Equal("5.00", all.Number("requested.amount"));
    }

    private async Task CapturedAsync()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        await _shop.Authorize(
            """
            {"discriminator":"merchant_of_record_authorization_form","token":"t","order_number":"c-1","key":"a-1"}
            """);
        await _shop.Capture("""{"authorization_id":"a-1","amount":60,"key":"k-1"}""");
        _shop.Service.Queue.TakeAll();
    }
}
