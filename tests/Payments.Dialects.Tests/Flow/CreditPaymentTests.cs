namespace Payments.Dialects.Tests.Flow;

public sealed class CreditPaymentTests : IDisposable
{
    private const string Form =
        """
        {"order_number":"c-1","description":"Gift card","amount":40,"max":50.5,"currency":"USD",
         "attributes":{"card":"g-7"}}
        """;

    private readonly FlowShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task A_credit_payment_lowers_the_orders_balance_at_once()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":1100}""");

        var credited = await _shop.Credit(Form);

        Assert.Equal(201, credited.Status);
        Assert.Equal("order_reference", credited.Of("order.discriminator"));
        Assert.Equal("c-1", credited.Of("order.number"));
        Assert.Equal("US$40.00", credited.Of("value.label"));
        Assert.Equal("40.00", credited.Number("original.value.amount"));
        Assert.Equal("50.50", credited.Number("original.max.amount"));
        Assert.Equal("g-7", credited.Of("attributes.card"));
        var order = await _shop.GetOrder("c-1");
        Assert.Equal("1060.00", order.Number("balance"));
        Assert.Equal("40.00", order.Number("credited"));
        Assert.Equal(credited.Text, (await _shop.GetCredit(credited.Of("key"))).Text);
    }

    [Fact]
    public async Task The_order_is_included_on_request()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":1100}""");

        var credited = await _shop.Credit(Form, "?expand=order");
        var found = await _shop.GetCredit(credited.Of("key"), "?expand=other&expand=order");

        Assert.Equal("order", credited.Of("order.discriminator"));
        Assert.Equal("1060.00", credited.Number("order.balance.amount"));
        Assert.Equal("US$1,100.00", credited.Of("order.total.label"));
        Assert.Equal(credited.Text, found.Text);
    }

    [Fact]
    public async Task The_same_key_is_replayed_for_the_same_form_and_a_duplicate_for_another()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        var keyed = Form.Replace("{\"order", "{\"key\":\"p-1\",\"order", StringComparison.Ordinal);

        var first = await _shop.Credit(keyed);
        var second = await _shop.Credit(keyed);
        var other = await _shop.Rejected(() => _shop.Credit(keyed.Replace("40", "41", StringComparison.Ordinal)));

        Assert.Equal(201, second.Status);
        Assert.Equal(first.Text, second.Text);
        Assert.Equal("60.00", (await _shop.GetOrder("c-1")).Number("balance"));
        Assert.Equal("duplicate", other.Of("code"));
        Assert.Equal("duplicate", other.Of("codes.0"));
    }

    [Theory]
    [InlineData("\"c-1\"", "\"c-2\"", "invalid_order_number")]
    [InlineData("\"c-1\"", "7", "invalid_order_number")]
    [InlineData("\"USD\"", "\"EUR\"", "invalid_currency")]
    [InlineData("\"USD\"", "\"dollars\"", "invalid_currency")]
    [InlineData("\"Gift card\"", "\"\"", "invalid_description")]
    [InlineData("\"Gift card\"", "\"  \"", "invalid_description")]
    [InlineData("\"Gift card\"", "null", "invalid_description")]
    [InlineData("40", "0", "amount_must_be_positive")]
    [InlineData("40", "-1", "amount_must_be_positive")]
    [InlineData("40", "50.51", "insufficient_amount")]
    [InlineData("40,\"max\":50.5", "100.01,\"max\":200", "amount_exceeds_balance")]
    [InlineData("40", "1.001", "generic_error")]
    [InlineData("50.5", "null", "generic_error")]
    public async Task A_rejection_has_the_code_of_its_reason(string good, string bad, string code)
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");

        var rejected = await _shop.Rejected(() => _shop.Credit(Form.Replace(good, bad, StringComparison.Ordinal)));

        Assert.Equal(code, rejected.Of("code"));
        Assert.Equal(code, rejected.Of("codes.0"));
        Assert.NotEmpty(rejected.Messages);
    }

    [Fact]
    public async Task All_errors_are_reported_at_once()
    {
        var rejected = await _shop.Rejected(() => _shop.Credit("{}"));

        Assert.Equal(5, rejected["messages"].GetArrayLength());
        Assert.Equal(
            ["invalid_order_number", "invalid_description", "invalid_currency", "generic_error"],
            rejected["codes"].EnumerateArray().Select(code => code.GetString()!));
    }

    [Fact]
    public async Task An_unknown_credit_payment_is_not_found() =>
        Assert.Equal(404, (await _shop.GetCredit("nope")).Status);
}
