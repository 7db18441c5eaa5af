using System.Text;
using Payments.Dialects.Wire;
using static Payments.Dialects.Tests.OrderCloud.OrderCloudShop;

namespace Payments.Dialects.Tests.OrderCloud;

public sealed class CreatingPayments
{
    private const string TooLong =
        "12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901";

    [Fact]
    public async Task A_created_payment_is_returned_whole_with_null_for_what_is_not_set()
    {
        using var shop = await WithOrderAsync();

        var answer = await shop.CreateAsync("""
            {"ID":"pay-0001","Type":"CreditCard","CreditCardID":"card-7","Amount":41.9,"Accepted":true,"xp":{"note": "front desk", "n":1.50}}
            """);

        Assert.Equal(201, answer.Status);
        Assert.Equal("/v1/orders/Outgoing/o-77/payments/pay-0001", answer.Headers["location"]);
        Assert.Equal(
            """
            {"ID":"pay-0001","Type":"CreditCard","DateCreated":"2026-03-14T09:26:53+00:00","CreditCardID":"card-7",
            "SpendingAccountID":null,"Description":null,"Currency":"USD","Amount":41.90,"Accepted":true,"OrderReturnID":null,
            "xp":{"note": "front desk", "n":1.50},"Transactions":[]}
            """.Replace("\n", "", StringComparison.Ordinal),
            Text(answer));
        Assert.Equal(Text(answer), Text(await shop.GetAsync("pay-0001")));
    }

    [Fact]
    public async Task The_blank_sample_of_the_reference_is_rejected_only_for_its_amount_of_zero()
    {
        using var shop = await WithOrderAsync();
        const string Sample = """
            {"Accepted":false,"Amount":0,"CreditCardID":"","Description":"","ID":"","SpendingAccountID":"","Type":"PurchaseOrder","xp":{}}
            """;

        var zero = await shop.CreateAsync(Sample);
        var one = await shop.CreateAsync(Sample.Replace("\"Amount\":0", "\"Amount\":1", StringComparison.Ordinal));

        Assert.Equal(400, zero.Status);
        Assert.Equal("Payment.AmountGreaterThanZero", Code(zero));
        Assert.Equal(1, Json(zero).GetProperty("Errors").GetArrayLength());
        Assert.Equal(201, one.Status);
        Assert.Matches("^[A-Za-z0-9_-]{22}$", Json(one).GetProperty("ID").GetString());
    }

    [Theory]
    [InlineData("incoming")]
    [InlineData("OUTGOING")]
    [InlineData("All")]
    public async Task Directions_are_matched_in_any_letter_case(string direction)
    {
        using var shop = await WithOrderAsync();

        Assert.Equal(201, (await shop.CreateAsync("""{"Amount":1}""", direction: direction)).Status);
        Assert.Equal(400, (await shop.CreateAsync("""{"Amount":1}""", direction: direction + "x")).Status);
    }

    [Theory]
    [InlineData("", "Request.InvalidRequestBody")]
    [InlineData("  ", "Request.InvalidRequestBody")]
    [InlineData("[]", "Request.InvalidRequestBody")]
    [InlineData("{", "Request.InvalidRequestBody")]
    [InlineData("""{"ID":"a","ID":"b"}""", "Request.InvalidRequestBody")]
    [InlineData("""{"ID":"a","id":"b"}""", "ValidationFailure")]
    [InlineData("""{"Description":"\ud800"}""", "Request.InvalidRequestBody")]
    [InlineData("""{"ID":"a b"}""", "ValidationFailure")]
    [InlineData("""{"ID":7}""", "ValidationFailure")]
    [InlineData("""{"ID":"aut-0123456789abcdef0123aaaaaaaaaaaa"}""", "ValidationFailure")]
    [InlineData("""{"Type":"Cash"}""", "ValidationFailure")]
    [InlineData("""{"Type":1}""", "ValidationFailure")]
    [InlineData("""{"Amount":"12"}""", "ValidationFailure")]
    [InlineData("""{"Amount":1e20}""", "ValidationFailure")]
    [InlineData("""{"Amount":1e40}""", "ValidationFailure")]
    [InlineData("""{"Amount":0}""", "Payment.AmountGreaterThanZero")]
    [InlineData("""{"Amount":-5}""", "Payment.AmountGreaterThanZero")]
    [InlineData("""{"Amount":100.01}""", "Payment.ExceedsOrderTotal")]
    [InlineData("""{"Accepted":"yes"}""", "ValidationFailure")]
    [InlineData("""{"xp":[]}""", "ValidationFailure")]
    [InlineData("""{"xp":"text"}""", "ValidationFailure")]
    [InlineData("""{"CreditCardID":"c"}""", "Payment.CannotSetCreditCard")]
    [InlineData("""{"Type":"SpendingAccount","CreditCardID":"c","SpendingAccountID":"s"}""", "Payment.CannotSetCreditCard")]
    [InlineData("""{"Type":"CreditCard","SpendingAccountID":"s"}""", "Payment.CannotSetSpendingAccount")]
    [InlineData("""{"Type":"SpendingAccount"}""", "Payment.SpendingAccountIdMissing")]
    [InlineData("""{"OrderReturnID":"r"}""", "ValidationFailure")]
    public async Task An_invalid_payment_is_rejected_with_a_code_and_not_stored(string body, string code)
    {
        using var shop = await WithOrderAsync();
        var before = await shop.Service.StoredAsync();

        var answer = await shop.CreateAsync(body);

        Assert.Equal(400, answer.Status);
        Assert.Equal(code, Code(answer));
        Assert.Equal(before, await shop.Service.StoredAsync());
    }

    [Fact]
    public async Task Length_limits_are_exact()
    {
        using var shop = await WithOrderAsync();
        static string Payment(int id, int description, int extension) =>
            $$$"""
            {"ID":"{{{new string('a', id)}}}","Amount":1,"Description":"{{{new string('é', description)}}}",
            "xp":{"k":"{{{new string('x', extension - 8)}}}"}}
            """;

        Assert.Equal(201, (await shop.CreateAsync(Payment(100, 2000, 8000))).Status);
        Assert.Equal("ValidationFailure", Code(await shop.CreateAsync(Payment(101, 2000, 8000))));
        Assert.Equal("ValidationFailure", Code(await shop.CreateAsync(Payment(99, 2001, 8000))));
        Assert.Equal("ValidationFailure", Code(await shop.CreateAsync(Payment(99, 2000, 8001))));
    }

    [Fact]
    public async Task Every_invalid_field_is_named_in_one_response()
    {
        using var shop = await WithOrderAsync();

        var answer = await shop.CreateAsync("""{"ID":"#","Type":"Cash","Amount":1e20,"Accepted":0}""");

        Assert.Equal(
            ["Type", "ID", "Amount", "Accepted"],
            Json(answer).GetProperty("Errors").EnumerateArray()
                .Select(error => error.GetProperty("Data").GetProperty("Field").GetString()));
    }

    [Fact]
    public async Task Invalid_UTF8_and_deep_nesting_get_clear_errors()
    {
        using var shop = await WithOrderAsync();
        var request = await shop.RequestAsync("POST", "/v1/orders/All/o-77/payments", "", null);
        byte[] broken = [.. "{\"Description\":\""u8, 0xC3, .. "\"}"u8];
        var deep = $"{{\"xp\":{string.Concat(Enumerable.Repeat("{\"a\":", 40))}1{new string('}', 41)}";

        foreach (var body in new[] { broken, Encoding.UTF8.GetBytes(deep) })
        {
            var payments = shop.Service.Get<Dialects.OrderCloud.Payments.OrderCloudPayments>();
            var answer = await shop.Service.OrderCloudAsync(
                request with { Body = body }, "All", Order, call => payments.PostAsync(call, None));
            Assert.Equal(400, answer.Status);
            Assert.Equal("Request.InvalidRequestBody", Code(answer));
        }
    }

    [Fact]
    public async Task An_id_is_unique_per_order()
    {
        using var shop = await WithOrderAsync();
        await shop.RegisterAsync("o-78", 50);
        await shop.CreateAsync("""{"ID":"p-1","Amount":10}""");

        shop.Service.Time.Advance(TimeSpan.FromSeconds(1));
        var again = await shop.CreateAsync("""{"ID":"p-1","Amount":10}""");
        var elsewhere = await shop.CreateAsync("""{"ID":"p-1","Amount":10}""", order: "o-78");

        Assert.Equal(409, again.Status);
        Assert.Equal("IdExists", Code(again));
        Assert.Equal(201, elsewhere.Status);
    }

    [Fact]
    public async Task A_payment_without_an_amount_covers_the_rest_and_yields_to_one_with_an_amount()
    {
        using var shop = await WithOrderAsync();
        await shop.CreateAsync("""{"ID":"gift","Type":"SpendingAccount","SpendingAccountID":"s-1","Amount":30}""");

        var rest = await shop.CreateAsync("""{"ID":"rest","Type":null,"Amount":null}""");
        var more = await shop.CreateAsync("""{"Amount":1}""");

        Assert.Equal(201, rest.Status);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, Json(rest).GetProperty("Amount").ValueKind);
        Assert.Equal("PurchaseOrder", Json(rest).GetProperty("Type").GetString());
        Assert.Equal("Payment.AlreadyPaid", Code(await shop.CreateAsync("""{"ID":"rest-2"}""")));
        Assert.Equal(201, more.Status);
        Assert.Equal("Payment.ExceedsOrderTotal", Code(await shop.CreateAsync("""{"Amount":69.01}""")));
    }

    [Theory]
    [InlineData("""{"Amount":1}""", true, true)]
    [InlineData("""{"Amount":1,"Type":"CreditCard"}""", true, false)]
    [InlineData("""{"Amount":1,"Type":"CreditCard","Accepted":true}""", true, true)]
    [InlineData("""{"Amount":1,"Type":"CreditCard","Accepted":false}""", false, false)]
    [InlineData("""{"Amount":1,"Type":"CreditCard","Accepted":true}""", false, null)]
    public async Task Accepted_is_set_by_an_administrator_or_follows_from_the_type(
        string body, bool administrator, bool? accepted)
    {
        using var shop = await WithOrderAsync();
        var token = await shop.TokenAsync(administrator ? "OrderAdmin" : "Shopper");

        var answer = await shop.CreateAsync(body, token: token);

        if (accepted is null) Assert.Equal("Payment.CannotPatchAccepted", Code(answer));
        else Assert.Equal(accepted, Json(answer).GetProperty("Accepted").GetBoolean());
    }

    [Fact]
    public async Task Unknown_orders_and_payments_are_not_found_with_the_details_that_clients_read()
    {
        using var shop = await WithOrderAsync();

        var order = await shop.CreateAsync("""{"Amount":1}""", order: "o-404");
        var payment = await shop.GetAsync("pay-404");

        Assert.Equal(404, order.Status);
        Assert.Contains("""{"ObjectType":"Order","ObjectID":"o-404"}""", Text(order), StringComparison.Ordinal);
        Assert.Equal(404, payment.Status);
        Assert.Contains("""{"ObjectType":"Payment","ObjectID":"pay-404"}""", Text(payment), StringComparison.Ordinal);
        Assert.Equal(404, (await shop.ListAsync(order: new string('9', 101))).Status);
    }

    [Theory]
    [InlineData("p~1")]
    [InlineData("p\u0009")]
    [InlineData("é")]
    [InlineData(TooLong)]
    public async Task An_invalid_id_is_not_found(string id)
    {
        using var shop = await WithOrderAsync();
        await shop.CreateAsync("""{"ID":"p-1","Type":"CreditCard"}""");
        await shop.TransactAsync("p-1", "a", "Authorization", 60);

        WireResponse[] answers =
        [
            await shop.GetAsync(id),
            await shop.PatchAsync(id, "{}"),
            await shop.TransactAsync(id, "t", "Authorization", 60),
            await shop.TransactAsync(id, "{}"),
            await shop.DeleteAsync(id),
            await shop.DeleteTransactionAsync(id, "a"),
            await shop.DeleteTransactionAsync("p-1", id),
        ];

        Assert.All(answers, answer => Assert.Equal((404, "NotFound"), (answer.Status, Code(answer))));
    }
}
