using System.Text.Json;
using Payments.Dialects.Flow.Authorizations;
using Payments.Dialects.Flow.Captures;
using Payments.Dialects.Flow.Orders;
using Payments.Dialects.Flow.Refunds;
using Payments.Dialects.OrderCloud.Payments;

namespace Payments.Dialects.Tests.Across;

/// <summary>With this setting of an organization, the refunded amount of an order becomes due again.</summary>
public sealed class ReopenedBalances : IDisposable
{
    private readonly Shop _shop = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_amount_refunded_in_Flow_can_be_authorized_again_if_the_setting_says_so(bool isSet)
    {
        await PaidInFlowAsync(isSet);
        await RefundAsync(30);

        Assert.Equal(isSet ? 30 : 0, await BalanceAsync());
        await AuthorizeAsync(422, 31);
        await AuthorizeAsync(isSet ? 201 : 422, 30);
        Assert.Equal(0, await BalanceAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_amount_refunded_in_OrderCloud_can_be_paid_by_another_payment_if_the_setting_says_so(bool isSet)
    {
        _shop.Service.RefundsReopenBalance = isSet;
        await _shop.RegisterAsync(100);
        await CreateAsync(201, """{"ID":"p-1","Type":"CreditCard","Amount":100}""");
        await TransactAsync("p-1", "s", "Sale", 100);
        await TransactAsync("p-1", "r", "Refund", -40);

        Assert.Equal(isSet ? 40 : 0, await BalanceAsync());
        await CreateAsync(400, """{"ID":"p-2","Type":"CreditCard","Amount":40.01}""");
        await CreateAsync(isSet ? 201 : 400, """{"ID":"p-2","Type":"PurchaseOrder","Amount":40}""");
        Assert.Equal(0, await BalanceAsync());
    }

    [Fact]
    public async Task A_pending_refund_does_not_reopen_the_balance()
    {
        await PaidInFlowAsync(isSet: true);
        await _shop.FlowAsync<FlowRefunds>(
            201,
            """{"order_number":"o-1","amount":30}""",
            (refunds, call) => refunds.PostAsync(call, default));

        Assert.Equal(0, await BalanceAsync());
    }

    [Fact]
    public async Task An_order_keeps_the_setting_of_its_last_registration()
    {
        await PaidInFlowAsync(isSet: false);
        await RefundAsync(30);
        _shop.Service.RefundsReopenBalance = true;
        Assert.Equal(0, await BalanceAsync());

        await _shop.FlowAsync<FlowOrders>(
            200,
            """{"currency":"USD","total":100}""",
            (orders, call) => orders.PutAsync(call, Shop.Order, default));
        Assert.Equal(30, await BalanceAsync());
    }

    public void Dispose() => _shop.Dispose();

    private async Task PaidInFlowAsync(bool isSet)
    {
        _shop.Service.RefundsReopenBalance = isSet;
        await _shop.RegisterAsync(100);
        var authorization = await AuthorizeAsync(201, 100);
        await _shop.FlowAsync<FlowCaptures>(
            201,
            $$"""{"authorization_id":"{{authorization.GetProperty("id").GetString()}}"}""",
            (captures, call) => captures.PostAsync(call, default));
    }

    private async Task RefundAsync(int amount)
    {
        await _shop.FlowAsync<FlowRefunds>(
            201,
            $$"""{"order_number":"o-1","amount":{{amount}}}""",
            (refunds, call) => refunds.PostAsync(call, default));
        await _shop.Service.DrainAsync();
    }

    private Task<JsonElement> AuthorizeAsync(int status, int amount) => _shop.FlowAsync<FlowAuthorizations>(
        status,
        $$"""
        {"discriminator":"merchant_of_record_authorization_form","token":"t","order_number":"o-1","amount":{{amount}}}
        """,
        (authorizations, call) => authorizations.PostAsync(call, default));

    private Task<JsonElement> CreateAsync(int status, string payment) => _shop.OrderCloudAsync<OrderCloudPayments>(
        status, payment, (payments, call) => payments.PostAsync(call, default));

    private Task<JsonElement> TransactAsync(string payment, string id, string type, int amount) =>
        _shop.OrderCloudAsync<OrderCloudTransactions>(
            201,
            $$"""{"ID":"{{id}}","Type":"{{type}}","DateExecuted":"2026-03-14","Amount":{{amount}},"Succeeded":true}""",
            (transactions, call) => transactions.PostAsync(call, payment, default));

    private async Task<decimal> BalanceAsync() => (await _shop.FlowAsync<FlowOrders>(
        200, null, (orders, call) => orders.GetAsync(call, Shop.Order, default)))
        .GetProperty("balance").GetDecimal();
}
