using System.Text.Json;
using Payments.Dialects.CommerceHub;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Refunds;
using Payments.Dialects.Tests.CommerceHub;
using Payments.Dialects.Tests.Flow;
using Payments.Dialects.Tests.OrderCloud;
using Payments.Dialects.Wire;

namespace Payments.Dialects.Tests.Across;

/// <summary>
/// A card number in any text that would be stored is rejected by the field's name, and neither stored nor repeated;
/// unless the organization's setting says otherwise, and never in place of a token.
/// </summary>
public sealed class CardNumbersInTexts
{
    private const string Number = "4111 1111 1111 1111";
    private const string Bare = "4111111111111111";
    private const string Order = """{"currency":"USD","total":100}""";

    [Theory]
    [InlineData("key")]
    [InlineData("order_number")]
    [InlineData("authorization_id")]
    [InlineData("capture_id")]
    [InlineData("rma_key")]
    [InlineData("attributes", "{\"note\":\"NUMBER\"}")]
    [InlineData("attributes", "{\"NUMBER\":\"note\"}")]
    public async Task In_a_refund(string field, string json = "\"NUMBER\"")
    {
        using var shop = new FlowShop();
        await shop.PaidOrder("o-1", "60");
        shop.Service.Queue.TakeAll();

        AssertRejected(field, await shop.Rejected(() => shop.Refund(With("order_number", "\"o-1\"", field, json))));
    }

    [Theory]
    [InlineData("key")]
    [InlineData("description")]
    [InlineData("order_number")]
    public async Task In_a_credit_payment(string field)
    {
        using var shop = new FlowShop();
        await shop.PutOrder("o-1", Order);
        var form = new Dictionary<string, object>
        {
            ["order_number"] = "o-1",
            ["description"] = "gift",
            ["currency"] = "USD",
            ["amount"] = 1,
            ["max"] = 1,
            [field] = Number,
        };

        AssertRejected(field, await shop.Rejected(() => shop.Credit(JsonSerializer.Serialize(form))));
    }

    [Fact]
    public async Task In_a_customer_s_name()
    {
        using var shop = new FlowShop();

        AssertRejected("customer.name.last", await shop.Rejected(() => shop.Authorize(
            $$$$"""
            {"discriminator":"direct_authorization_form","token":"tok-1","amount":1,"currency":"USD",
             "customer":{"name":{"last":"{{{{Number}}}}"}}}
            """)));
    }

    [Fact]
    public async Task In_addresses()
    {
        using var shop = new FlowShop();
        await shop.PaidOrder("o-1", "60");
        await shop.Refund("""{"order_number":"o-1","key":"r-1","amount":1}""");
        shop.Service.Queue.TakeAll();
        var credit = """{"order_number":"o-1","description":"gift","currency":"USD","amount":1,"max":1}""";

        AssertRejected("number", await shop.Rejected(() => shop.PutOrder(Bare, Order)));
        AssertRejected("key", await shop.Rejected(() => shop.PutCredit(Bare, credit)));
        AssertRejected(
            "identifier", await shop.Rejected(() => shop.PutIdentifier("refunds", "r-1", Bare, """{"name":"w"}""")));
    }

    [Theory]
    [InlineData("4111 1111 1111 1111")]
    [InlineData("%B4111111111111111^DOE/JOHN^25121010000012345678?")]
    [InlineData(";4111111111111111=25121010000012345678?")]
    [InlineData("tok-4111.1111.1111.1111")]
    [InlineData("\uff14\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11")]
    public async Task In_place_of_a_token_whatever_is_set(string token)
    {
        using var shop = new FlowShop();
        shop.Service.ScreensCardNumbers = false;

        var rejected = await shop.Rejected(() => shop.Authorize(JsonSerializer.Serialize(new
        {
            discriminator = "direct_authorization_form",
            token,
            amount = 1,
            currency = "USD",
        })));

        Assert.Equal("token must be a card token; card numbers are not accepted.", rejected.Of("messages.0"));
    }

    [Fact]
    public async Task Elsewhere_it_is_stored_where_the_organization_has_set_so()
    {
        using var shop = new FlowShop();
        shop.Service.ScreensCardNumbers = false;
        await shop.PaidOrder("o-1", "60");

        Assert.Equal(201, (await shop.Refund($$"""{"order_number":"o-1","key":"{{Number}}","amount":1}""")).Status);
    }

    [Theory]
    [InlineData("ID", "\"4111111111111111\"")]
    [InlineData("Description")]
    [InlineData("CreditCardID", "\"4111111111111111\"")]
    [InlineData("xp", "{\"a\":[{\"b\":\"NUMBER\"}]}")]
    [InlineData("xp", "{\"a\":4111111111111111}")]
    [InlineData("xp", "{\"NUMBER\":1}")]
    public async Task In_an_OrderCloud_payment(string field, string json = "\"NUMBER\"")
    {
        using var shop = await OrderCloudShop.WithOrderAsync();
        await shop.CreateAsync("""{"ID":"p-1","Type":"CreditCard","Amount":10}""");
        var before = await shop.Service.StoredAsync();

        AssertRejected(400, field, await shop.CreateAsync(With("Type", "\"CreditCard\"", field, json)));
        if (field != "CreditCardID")
            AssertRejected(400, field, await shop.PatchAsync("p-1", With("Amount", "11", field, json)));

        Assert.Equal(before, await shop.Service.StoredAsync());
    }

    [Fact]
    public async Task A_credit_card_s_id_is_a_token_whatever_is_set()
    {
        using var shop = await OrderCloudShop.WithOrderAsync();
        shop.Service.ScreensCardNumbers = false;

        AssertRejected(
            400, "CreditCardID", await shop.CreateAsync($$"""{"Type":"CreditCard","CreditCardID":"{{Bare}}"}"""));
    }

    [Theory]
    [InlineData("source.card.nameOnCard")]
    [InlineData("merchantDetails.merchantId")]
    [InlineData("transactionDetails.merchantTransactionId")]
    [InlineData("transactionDetails.merchantOrderId")]
    [InlineData("transactionDetails.merchantInvoiceNumber")]
    public async Task In_a_Commerce_Hub_credit(string path)
    {
        using var bench = new HubBench();

        var response = await bench.PostAsync(Samples.With(path, $"\"{Number}\""));

        AssertRejected(400, path, response);
        Assert.Empty(bench.Ledgers.Addresses);
        Assert.Empty(bench.Processor.Asked);
    }

    [Fact]
    public async Task In_tokenData_whatever_is_set_and_in_the_client_s_request_id()
    {
        using var bench = new HubBench();
        var token = Samples.With("source", $$"""{"sourceType":"PaymentToken","tokenData":"{{Bare}}"}""");
        AssertRejected(400, "Client-Request-Id", await bench.PostAsync(Samples.With("amount.total", "1"), Bare));
        bench.KnownKeys.With(HubBench.Demo, organization => organization with { ScreensCardNumbers = false });
        AssertRejected(400, "source.tokenData", await bench.PostAsync(token));

        Assert.Empty(bench.Ledgers.Addresses);
        Assert.Empty(bench.Processor.Asked);
    }

    [Theory]
    [InlineData(true, 422)]
    [InlineData(false, 204)]
    public async Task In_an_idempotency_key(bool isScreened, int status)
    {
        using var service = new ServiceUnderTest();
        service.ScreensCardNumbers = isScreened;
        var request = ServiceUnderTest.Request(
            "POST", "/demo/refunds", "{}", ("Authorization", "Bearer demo-flow-token"), ("Idempotency-Key", Number));

        var response = await service.Get<IdempotencyMiddleware>().HandleAsync(
            request,
            service.Get<FlowDialect>().At("demo", RefundErrors.Model),
            (_, _) => Task.FromResult(WireResponse.Empty(204)),
            CancellationToken.None);

        Assert.Equal(status, response.Status);
        if (isScreened) AssertRejected(422, "Idempotency-Key", response);
    }

    private static string With(string name, string json, string field, string value)
    {
        var fields = new Dictionary<string, string> { [name] = json };
        fields[field] = value.Replace("NUMBER", Number, StringComparison.Ordinal);
        return $"{{{string.Join(',', fields.Select(pair => $"\"{pair.Key}\":{pair.Value}"))}}}";
    }

    private static void AssertRejected(string field, FlowAnswer answer)
    {
        Assert.Contains($"{field} must not contain a card number.", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("1111", answer.Text, StringComparison.Ordinal);
    }

    private static void AssertRejected(int status, string field, WireResponse response)
    {
        var text = OrderCloudShop.Text(response);
        Assert.Equal(status, response.Status);
        Assert.Contains(field, text, StringComparison.Ordinal);
        Assert.Contains("must not contain a card number.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("1111", text, StringComparison.Ordinal);
    }
}
