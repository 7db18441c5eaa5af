using System.Text.Json;
using Payments.Dialects.Flow.Authorizations;
using Payments.Dialects.Flow.CreditPayments;
using Payments.Dialects.Flow.Orders;
using Payments.Dialects.OrderCloud.Payments;

namespace Payments.Dialects.Tests.Across;

/// <summary>What was paid through OrderCloud by other means than a card is no longer due in Flow.</summary>
public sealed class OtherMeans : IDisposable
{
    private const string Rest =
        """{"discriminator":"merchant_of_record_authorization_form","token":"tok-1","order_number":"o-1"}""";

    private readonly Shop _shop = new();

    [Theory]
    [InlineData("""{"ID":"p","Type":"PurchaseOrder","Amount":100}""")]
    [InlineData("""{"ID":"p","Type":"PurchaseOrder"}""")]
    [InlineData("""{"ID":"p","Type":"SpendingAccount","SpendingAccountID":"s","Amount":100,"Accepted":true}""")]
    public async Task An_accepted_payment_leaves_no_balance_to_authorize_or_credit(string payment)
    {
        await _shop.RegisterAsync(100);
        await CreateAsync(201, payment);

        await AuthorizeAsync(422);
        await CreditAsync(422, 1);
        Assert.Equal(0, await BalanceAsync());
    }

    [Fact]
    public async Task A_payment_accepted_later_counts_as_paid_from_then_on()
    {
        await _shop.RegisterAsync(100);
        await CreateAsync(201, """{"ID":"p","Type":"PurchaseOrder","Amount":60,"Accepted":false}""");
        Assert.Equal(100, await BalanceAsync());
        await PatchAsync(200, """{"Accepted":true}""");
        Assert.Equal(40, await BalanceAsync());

        var credit = await CreditAsync(201, 15);
        Assert.Equal(25, credit.GetProperty("order").GetProperty("balance").GetProperty("amount").GetDecimal());
        Assert.Equal(25, (await AuthorizeAsync(201)).GetProperty("amount").GetDecimal());
        await PatchAsync(400, """{"Amount":60.01}""");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Payments_with_and_without_an_amount_may_be_created_in_any_order(bool restFirst)
    {
        await _shop.RegisterAsync(100);
        string[] payments = ["""{"ID":"rest"}""", """{"ID":"po","Type":"PurchaseOrder","Amount":50}"""];
        foreach (var payment in restFirst ? payments : payments.Reverse()) await CreateAsync(201, payment);

        Assert.Equal(0, await BalanceAsync());
        await CreateAsync(400, """{"ID":"more","Amount":50.01}""");
        await CreateAsync(201, """{"ID":"more","Amount":50}""");
    }

    [Fact]
    public async Task A_sale_in_OrderCloud_leaves_nothing_to_authorize_in_Flow()
    {
        await _shop.RegisterAsync(100);
        await CreateAsync(201, """{"ID":"p","Type":"CreditCard","CreditCardID":"c","Amount":100,"Accepted":true}""");
        await _shop.OrderCloudAsync<OrderCloudTransactions>(
            201,
            """{"ID":"t","Type":"Charge","DateExecuted":"2026-03-14","Amount":100,"Succeeded":true}""",
            (transactions, call) => transactions.PostAsync(call, "p", default));

        Assert.Equal(100, (await _shop.SummaryAsync()).GetProperty("captured").GetDecimal());
        await AuthorizeAsync(422);
    }

    public void Dispose() => _shop.Dispose();

    private Task<JsonElement> CreateAsync(int status, string payment) => _shop.OrderCloudAsync<OrderCloudPayments>(
        status, payment, (payments, call) => payments.PostAsync(call, default));

    private Task<JsonElement> PatchAsync(int status, string change) => _shop.OrderCloudAsync<OrderCloudPayments>(
        status, change, (payments, call) => payments.PatchAsync(call, "p", default));

    private Task<JsonElement> AuthorizeAsync(int status) => _shop.FlowAsync<FlowAuthorizations>(
        status, Rest, (authorizations, call) => authorizations.PostAsync(call, default));

    private async Task<JsonElement> CreditAsync(int status, int amount)
    {
        var made = await _shop.FlowAsync<FlowCreditPayments>(
            status,
            $$"""
            {"order_number":"o-1","key":"g","description":"Gift","amount":{{amount}},"max":{{amount}},"currency":"USD"}
            """,
            (payments, call) => payments.PostAsync(call, default));
        return status == 422 ? made : await _shop.FlowAsync<FlowCreditPayments>(
            200,
            null,
            (payments, call) => payments.GetAsync(
                call with
                {
                    Request = call.Request with
                    {
                        Url = new Uri("https://payments.example/demo/credit/payments/g?expand=order"),
                    },
                },
                "g",
                default));
    }

    private async Task<decimal> BalanceAsync() => (await _shop.FlowAsync<FlowOrders>(
        200, null, (orders, call) => orders.GetAsync(call, Shop.Order, default)))
        .GetProperty("balance").GetDecimal();
}
