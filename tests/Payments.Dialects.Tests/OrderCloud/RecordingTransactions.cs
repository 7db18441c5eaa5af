using static Payments.Dialects.Tests.OrderCloud.OrderCloudShop;

namespace Payments.Dialects.Tests.OrderCloud;

public sealed class RecordingTransactions
{
    [Fact]
    public async Task The_response_is_the_whole_payment()
    {
        using var shop = await WithPaymentAsync();

        var answer = await shop.TransactAsync("p-1", """
            {"ID":"ch_91x","Type":"CreditCard","DateExecuted":"2024-03-05T10:10:00.1204567+02:00","Currency":"USD","Amount":41.9,
            "Succeeded":true,"ResultCode":"00","ResultMessage":"ok","xp":{"CCTransactionResult":{"Status":"Approved"}}}
            """);

        Assert.Equal(201, answer.Status);
        Assert.Equal("/v1/orders/Incoming/o-77/payments/p-1/transactions/ch_91x", answer.Headers["Location"]);
        var payment = Json(answer);
        Assert.Equal("p-1", payment.GetProperty("ID").GetString());
        Assert.Equal(
            """
            {"ID":"ch_91x","Type":"CreditCard","DateExecuted":"2024-03-05T08:10:00.12+00:00","Currency":"USD","Amount":41.90,
            "Succeeded":true,"ResultCode":"00","ResultMessage":"ok","xp":{"CCTransactionResult":{"Status":"Approved"}}}
            """.Replace("\n", "", StringComparison.Ordinal),
            payment.GetProperty("Transactions")[0].GetRawText());
        Assert.Equal(Text(answer), Text(await shop.GetAsync("p-1")));
    }

    [Theory]
    [InlineData("CreditCard", "CreditCardCapture", "CreditCardRefund", -1)]
    [InlineData("CreditCardAuthorization", "CREDITCARDCAPTURE", "creditcardrefund", 1)]
    [InlineData("Authorization", "Capture", "Refund", 1)]
    [InlineData("authorize", "capture", "REFUND", -1)]
    public async Task Transaction_types_mean_what_they_mean_to_the_integrations(
        string authorization, string capture, string refund, int sign)
    {
        using var shop = await WithPaymentAsync();

        Assert.Equal(201, (await shop.TransactAsync("p-1", "a", authorization, 60)).Status);
        Assert.Equal(201, (await shop.TransactAsync("p-1", "c", capture, 50)).Status);
        Assert.Equal(201, (await shop.TransactAsync("p-1", "r", refund, sign * 20)).Status);

        var head = await shop.HeadAsync();
        Assert.Equal(Usd(60), head.Authorizations.Single().Amount);
        Assert.Equal(Usd(50), head.Captured);
        Assert.Equal(Usd(20), head.Refunded);
    }

    [Theory]
    [InlineData("CreditCardVoidAuthorization", -60)]
    [InlineData("CreditCardVoid", 60)]
    [InlineData("void", 0)]
    public async Task A_void_releases_the_authorization(string type, decimal amount)
    {
        using var shop = await WithPaymentAsync();
        await shop.TransactAsync("p-1", "a", "Authorization", 60);

        Assert.Equal(201, (await shop.TransactAsync("p-1", "v", type, amount)).Status);

        Assert.True((await shop.HeadAsync()).Authorizations.Single().Reversed);
    }

    [Theory]
    [InlineData("CreditCardVoidAuthorization", -40)]
    [InlineData("void", 40)]
    public async Task A_void_of_the_uncaptured_rest_refunds_nothing_of_what_was_captured(string type, decimal amount)
    {
        using var shop = await WithPaymentAsync(100);
        await shop.TransactAsync("p-1", "a", "CreditCard", 100);
        await shop.TransactAsync("p-1", "c", "CreditCardCapture", 60);

        Assert.Equal(201, (await shop.TransactAsync("p-1", "v", type, amount)).Status);

        var head = await shop.HeadAsync();
        Assert.Equal((Usd(60), Usd(0)), (head.Captured, head.Refunded));
        Assert.Equal(Usd(60), head.Refundable(shop.Service.Time.GetUtcNow()));
        Assert.Equal(201, (await shop.TransactAsync("p-1", "r", "CreditCardRefund", 60)).Status);
    }

    [Fact]
    public async Task A_void_of_more_than_the_uncaptured_rest_and_less_than_all_is_rejected_with_the_reason()
    {
        using var shop = await WithPaymentAsync();
        await shop.TransactAsync("p-1", "a", "CreditCard", 60);
        await shop.TransactAsync("p-1", "c", "CreditCardCapture", 40);

        var answer = await shop.TransactAsync("p-1", "v", "CreditCardVoidAuthorization", -30);

        Assert.Equal((400, "Payment.VoidExceedsAuthorized"), (answer.Status, Code(answer)));
    }

    [Theory]
    [InlineData("Charge", "Credit", "Chargeback")]
    [InlineData("SALE", "credit", "CHARGEBACK")]
    [InlineData("purchase", "CreditCardCredit", "CreditCardChargeback")]
    [InlineData("CreditCardSale", "Refund", "chargeBack")]
    public async Task Sales_credits_and_chargebacks_move_money(
        string sale, string credit, string chargeback)
    {
        using var shop = await WithPaymentAsync();

        Assert.Equal(201, (await shop.TransactAsync("p-1", "s", sale, 60)).Status);
        Assert.Equal(201, (await shop.TransactAsync("p-1", "c", credit, -20)).Status);
        Assert.Equal(201, (await shop.TransactAsync("p-1", "b", chargeback, 30)).Status);

        var head = await shop.HeadAsync();
        Assert.Equal((Usd(60), Usd(50)), (head.Captured, head.Refunded));
        Assert.Equal(Usd(40), head.Balance(shop.Service.Time.GetUtcNow()));
        Assert.Equal(
            "Payment.RefundExceedsCaptured", Code(await shop.TransactAsync("p-1", "r", "Refund", 10.01m)));
    }

    [Theory]
    [InlineData("Refund")]
    [InlineData("Credit")]
    [InlineData("Chargeback")]
    public async Task A_null_amount_does_not_refund_the_rest(string type)
    {
        using var shop = await WithPaymentAsync();
        await shop.TransactAsync("p-1", "c", "Capture", 60);

        var answer = await shop.TransactAsync(
            "p-1", $$"""{"Type":"{{type}}","DateExecuted":"2026-03-14","Amount":null,"Succeeded":true}""");
        var without = await shop.TransactAsync(
            "p-1", $$"""{"Type":"{{type}}","DateExecuted":"2026-03-14","Succeeded":true}""");

        Assert.Equal((400, "ValidationFailure"), (answer.Status, Code(answer)));
        Assert.Equal(201, without.Status);
        Assert.Equal(Usd(60), (await shop.HeadAsync()).Refunded);
    }

    [Theory]
    [InlineData("Capture", false)]
    [InlineData("Note", true)]
    public async Task A_failed_or_meaningless_transaction_is_stored_and_moves_nothing(string type, bool succeeded)
    {
        using var shop = await WithPaymentAsync();

        var answer = await shop.TransactAsync("p-1", $$"""
            {"ID":"t","Type":"{{type}}","DateExecuted":"2026-03-14","Amount":60,"Currency":"EUR","Succeeded":{{(succeeded ? "true" : "false")}}}
            """);

        Assert.Equal(201, answer.Status);
        Assert.Equal(type, Json(answer).GetProperty("Transactions")[0].GetProperty("Type").GetString());
        Assert.Empty((await shop.HeadAsync()).Captures);
    }

    [Fact]
    public async Task HeadStart_s_refund_without_a_time_is_accepted()
    {
        using var shop = await WithPaymentAsync();
        await shop.TransactAsync("p-1", "c", "Capture", 60);

        var answer = await shop.TransactAsync(
            "p-1", """{"ID":"r","Type":"Refund","DateExecuted":"0001-01-01T00:00:00","Amount":-60,"Succeeded":true}""");

        Assert.Equal(201, answer.Status);
        Assert.Equal(
            "0001-01-01T00:00:00+00:00",
            Json(answer).GetProperty("Transactions")[1].GetProperty("DateExecuted").GetString());
        Assert.Equal(Usd(60), (await shop.HeadAsync()).Refunded);
    }

    [Theory]
    [InlineData("""{"DateExecuted":"2026-03-14"}""", "ValidationFailure", "Type")]
    [InlineData("""{"Type":"","DateExecuted":"2026-03-14"}""", "ValidationFailure", "Type")]
    [InlineData("""{"Type":"Capture"}""", "ValidationFailure", "DateExecuted")]
    [InlineData("""{"Type":"Capture","DateExecuted":"yesterday"}""", "ValidationFailure", "DateExecuted")]
    [InlineData("""{"Type":"Capture","DateExecuted":"2026-02-30"}""", "ValidationFailure", "DateExecuted")]
    [InlineData("""{"Type":"Capture","DateExecuted":"2026-03-14","Amount":1e20}""", "ValidationFailure", "Amount")]
    [InlineData("""{"Type":"Capture","DateExecuted":"2026-03-14","Amount":0,"Succeeded":true}""", "ValidationFailure", "Amount")]
    [InlineData("""{"Type":"Capture","DateExecuted":"2026-03-14","Succeeded":"true"}""", "ValidationFailure", "Succeeded")]
    [InlineData(
        """{"Type":"Capture","DateExecuted":"2026-03-14","Amount":1,"Succeeded":true,"Currency":"EUR"}""",
        "Payment.CurrencyMismatch",
        "Currency")]
    [InlineData("""{"Type":"Capture","DateExecuted":"2026-03-14","ID":"a/b"}""", "ValidationFailure", "ID")]
    public async Task An_invalid_transaction_is_rejected_with_its_field_named_and_not_stored(
        string body, string code, string field)
    {
        using var shop = await WithPaymentAsync();
        var before = await shop.Service.StoredAsync();

        var answer = await shop.TransactAsync("p-1", body);

        Assert.Equal(400, answer.Status);
        Assert.Equal(code, Code(answer));
        Assert.Equal(1, Json(answer).GetProperty("Errors").GetArrayLength());
        Assert.Equal(field, Json(answer).GetProperty("Errors")[0].GetProperty("Data").GetProperty("Field").GetString());
        Assert.Equal(before, await shop.Service.StoredAsync());
    }

    [Fact]
    public async Task More_than_was_authorized_or_captured_is_rejected_and_not_stored()
    {
        using var shop = await WithPaymentAsync();
        await shop.TransactAsync("p-1", "a", "Authorization", 60);
        await shop.TransactAsync("p-1", "c", "Capture", 50);
        var before = await shop.Service.StoredAsync();

        var capture = await shop.TransactAsync("p-1", "c2", "Capture", 10.01m);
        var refund = await shop.TransactAsync("p-1", "r", "Refund", 50.01m);

        Assert.Equal((400, "Payment.CaptureExceedsAuthorized"), (capture.Status, Code(capture)));
        Assert.Equal((400, "Payment.RefundExceedsCaptured"), (refund.Status, Code(refund)));
        Assert.Equal(before, await shop.Service.StoredAsync());
    }

    [Fact]
    public async Task An_id_is_unique_per_payment()
    {
        using var shop = await WithPaymentAsync();
        await shop.TransactAsync("p-1", "t", "Authorization", 60);
        shop.Service.Time.Advance(TimeSpan.FromSeconds(1));

        var again = await shop.TransactAsync("p-1", "t", "Authorization", 60);

        Assert.Equal(409, again.Status);
        Assert.Equal("IdExists", Code(again));
        Assert.Contains("""{"ObjectType":"PaymentTransaction","ObjectID":"t"}""", Text(again), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transaction_without_an_id_gets_one()
    {
        using var shop = await WithPaymentAsync();

        var answer = await shop.TransactAsync("p-1", """{"ID":null,"Type":"Note","DateExecuted":"2026-03-14"}""");

        Assert.Matches(
            "^[A-Za-z0-9_-]{22}$", Json(answer).GetProperty("Transactions")[0].GetProperty("ID").GetString());
    }

    [Fact]
    public async Task A_transaction_of_an_unknown_payment_is_not_found()
    {
        using var shop = await WithPaymentAsync();

        var answer = await shop.TransactAsync("p-404", "t", "Authorization", 60);

        Assert.Equal(404, answer.Status);
        Assert.Contains("""{"ObjectType":"Payment","ObjectID":"p-404"}""", Text(answer), StringComparison.Ordinal);
    }

    private static async Task<OrderCloudShop> WithPaymentAsync(int amount = 60)
    {
        var shop = await WithOrderAsync();
        await shop.CreateAsync($$"""{"ID":"p-1","Type":"CreditCard","Amount":{{amount}},"Accepted":true}""");
        return shop;
    }
}
