using Payments.Handlers.CreditPayments;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.Tests.Flow;

public sealed class PuttingCreditPayments : IDisposable
{
    private readonly FlowShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task A_new_key_creates_a_credit_payment_and_a_known_key_replaces_it()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");

        var made = await _shop.PutCredit("p-1", Form(40));
        var replaced = await _shop.PutCredit("p-1", Form(100, "All of it"));

        Assert.Equal((201, "p-1", "c-1"), (made.Status, made.Of("key"), made.Of("order.number")));
        Assert.Equal((200, made.Of("id")), (replaced.Status, replaced.Of("id")));
        Assert.Equal(("All of it", "100.00"), (replaced.Of("description"), replaced.Number("value.amount")));
        Assert.Equal(replaced.Text, (await _shop.GetCredit("p-1")).Text);
        Assert.Equal("0.00", (await _shop.GetOrder("c-1")).Number("balance"));
        Assert.Equal("100.00", (await _shop.GetOrder("c-1")).Number("credited"));
        Assert.Equal([ChangeType.Insert, ChangeType.Update], Journalled());
    }

    [Fact]
    public async Task The_same_form_again_changes_nothing()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        var made = await _shop.PutCredit("p-1", Form(40));
        var before = await _shop.Service.StoredAsync();

        var again = await _shop.PutCredit("p-1", Form(40));
        var byId = await _shop.PutCredit(made.Of("id"), Form(40));

        Assert.Equal((200, made.Text), (again.Status, again.Text));
        Assert.Equal((200, made.Text), (byId.Status, byId.Text));
        Assert.Equal(before, await _shop.Service.StoredAsync());
    }

    [Theory]
    [InlineData("\"c-1\"", "\"c-2\"", "invalid_order_number")]
    [InlineData("\"USD\"", "\"EUR\"", "invalid_currency")]
    [InlineData("\"Gift card\"", "\" \"", "invalid_description")]
    [InlineData("30", "0", "amount_must_be_positive")]
    [InlineData("30", "201", "insufficient_amount")]
    [InlineData("30", "100.01", "amount_exceeds_balance")]
    [InlineData("30", "1.001", "generic_error")]
    [InlineData("\"amount\"", "\"key\":\"p-2\",\"amount\"", "generic_error")]
    public async Task A_replacement_is_rejected_for_the_same_reasons_as_a_new_one(string good, string bad, string code)
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        await _shop.PutOrder("c-2", """{"currency":"USD","total":100}""");
        await _shop.PutCredit("p-1", Form(40));

        var rejected = await _shop.Rejected(() =>
            _shop.PutCredit("p-1", Form(30).Replace(good, bad, StringComparison.Ordinal)));

        Assert.Equal(code, rejected.Of("code"));
        Assert.Equal("40.00", (await _shop.GetCredit("p-1")).Number("value.amount"));
    }

    [Fact]
    public async Task A_deletion_restores_the_orders_balance()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        await _shop.PutCredit("p-1", Form(40));

        var deleted = await _shop.DeleteCredit("p-1");

        Assert.Equal((204, ""), (deleted.Status, deleted.Text));
        Assert.Equal("100.00", (await _shop.GetOrder("c-1")).Number("balance"));
        Assert.Equal("0.00", (await _shop.GetOrder("c-1")).Number("credited"));
        Assert.Equal(404, (await _shop.GetCredit("p-1")).Status);
        Assert.Equal(404, (await _shop.DeleteCredit("p-1")).Status);
        Assert.Equal([ChangeType.Insert, ChangeType.Delete], Journalled());
    }

    [Theory]
    [InlineData(40)]
    [InlineData(41)]
    public async Task A_deleted_key_may_be_used_again_at_once(int amount)
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        var first = await _shop.PutCredit("p-1", Form(40));
        await _shop.DeleteCredit("p-1");

        var second = await _shop.PutCredit("p-1", Form(amount));

        Assert.Equal(201, second.Status);
        Assert.NotEqual(first.Of("id"), second.Of("id"));
        Assert.Equal(second.Text, (await _shop.GetCredit("p-1")).Text);
        Assert.Equal(404, (await _shop.GetCredit(first.Of("id"))).Status);
        Assert.Equal($"{100 - amount}.00", (await _shop.GetOrder("c-1")).Number("balance"));
    }

    [Fact]
    public async Task A_credit_payment_without_a_key_is_replaced_and_deleted_by_its_id()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        var id = (await _shop.Credit(Form(40))).Of("id");

        Assert.Equal(200, (await _shop.PutCredit(id, Form(50))).Status);
        Assert.Equal(204, (await _shop.DeleteCredit(id)).Status);
        Assert.Equal(404, (await _shop.PutCredit(id, Form(50))).Status);
    }

    [Fact]
    public async Task Another_organizations_credit_payment_is_unknown()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        await _shop.PutCredit("p-1", Form(40));

        Assert.Null(
            await _shop.Service.Get<CreditPaymentHandler>().RemoveAsync(ServiceUnderTest.Other, "p-1", default));
        Assert.Equal(200, (await _shop.GetCredit("p-1")).Status);
    }

    [Fact]
    public async Task Concurrent_replacements_each_count_once()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(n => _shop.PutCredit("p-1", Form(10 * n))));

        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 201 or 409));
        var stands = await _shop.GetCredit("p-1");
        Assert.Equal(
            100m - decimal.Parse(stands.Number("value.amount"), System.Globalization.CultureInfo.InvariantCulture),
            (await _shop.GetOrder("c-1"))["balance"].GetDecimal());
    }

    private static string Form(int amount, string description = "Gift card") =>
        $$"""{"order_number":"c-1","description":"{{description}}","amount":{{amount}},"max":200,"currency":"USD"}""";

    private IEnumerable<ChangeType> Journalled() => _shop.Service.Ledgers
        .Journal(LedgerAddress.ForOrder(ServiceUnderTest.Demo, OrderNumber.From("c-1")))
        .Where(entry => entry.Record is CreditPayment)
        .Select(entry => entry.Type);
}
