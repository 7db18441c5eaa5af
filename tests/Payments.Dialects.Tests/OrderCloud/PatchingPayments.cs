using System.Text.Json;
using static Payments.Dialects.Tests.OrderCloud.OrderCloudShop;

namespace Payments.Dialects.Tests.OrderCloud;

public sealed class PatchingPayments
{
    [Fact]
    public async Task Absent_fields_stay_null_fields_are_unset_and_xp_is_merged()
    {
        using var shop = await WithPaymentAsync();

        var answer = await shop.PatchAsync("p-1", """{"Accepted":true,"Description":null,"xp":{"a":{"y":3.10},"b":null,"n":1}}""");

        Assert.Equal(200, answer.Status);
        var payment = Json(answer);
        Assert.True(payment.GetProperty("Accepted").GetBoolean());
        Assert.Equal(60m, payment.GetProperty("Amount").GetDecimal());
        Assert.Equal("card-7", payment.GetProperty("CreditCardID").GetString());
        Assert.Equal(JsonValueKind.Null, payment.GetProperty("Description").ValueKind);
        Assert.Equal("""{"a":{"x":1,"y":3.10},"b":null,"n":1}""", payment.GetProperty("xp").GetRawText());
        Assert.Equal(Text(answer), Text(await shop.GetAsync("p-1")));
    }

    [Fact]
    public async Task An_empty_patch_and_one_with_the_same_values_change_nothing()
    {
        using var shop = await WithPaymentAsync();
        var before = await shop.Service.StoredAsync();

        Assert.Equal(200, (await shop.PatchAsync("p-1", "{}")).Status);
        Assert.Equal(
            200,
            (await shop.PatchAsync("p-1", """{"ID":"p-1","Type":"creditcard","CreditCardID":"card-7","Amount":60.0}""")).Status);
        Assert.Equal(before, await shop.Service.StoredAsync());
    }

    [Fact]
    public async Task Null_for_xp_unsets_it()
    {
        using var shop = await WithPaymentAsync();

        var answer = await shop.PatchAsync("p-1", """{"xp":null}""");

        Assert.Equal(JsonValueKind.Null, Json(answer).GetProperty("xp").ValueKind);
    }

    [Theory]
    [InlineData("""{"ID":null}""", "Payment.CannotPatchProperty")]
    [InlineData("""{"ID":""}""", "Payment.CannotPatchProperty")]
    [InlineData("""{"ID":"a/b"}""", "ValidationFailure")]
    [InlineData("""{"Type":"PurchaseOrder"}""", "Payment.CannotPatchProperty")]
    [InlineData("""{"CreditCardID":"card-8"}""", "Payment.CannotPatchProperty")]
    [InlineData("""{"SpendingAccountID":"s"}""", "Payment.CannotPatchProperty")]
    [InlineData("""{"Amount":-1}""", "Payment.AmountGreaterThanZero")]
    [InlineData("""{"Amount":1e20}""", "ValidationFailure")]
    [InlineData("""{"Amount":100.01}""", "Payment.ExceedsOrderTotal")]
    [InlineData("""{"Amount":49.99}""", "Payment.FundsMoved")]
    [InlineData("""{"Amount":0}""", "Payment.FundsMoved")]
    [InlineData("""{"Accepted":null}""", "ValidationFailure")]
    [InlineData("""{"xp":1}""", "ValidationFailure")]
    [InlineData("", "Request.InvalidRequestBody")]
    public async Task An_invalid_patch_has_its_code_and_changes_nothing(string body, string code)
    {
        using var shop = await WithPaymentAsync();
        await shop.TransactAsync("p-1", "c", "Capture", 50);
        var before = await shop.Service.StoredAsync();

        var answer = await shop.PatchAsync("p-1", body);

        Assert.Equal((400, code), (answer.Status, Code(answer)));
        Assert.Equal(before, await shop.Service.StoredAsync());
    }

    [Theory]
    [InlineData(50)]
    [InlineData(60)]
    [InlineData(100)]
    public async Task An_amount_between_what_is_captured_and_what_is_left_to_pay_is_accepted(decimal amount)
    {
        using var shop = await WithPaymentAsync();
        await shop.TransactAsync("p-1", "c", "Capture", 50);

        var answer = await shop.PatchAsync("p-1", FormattableString.Invariant($$"""{"Amount":{{amount}}}"""));

        Assert.Equal(200, answer.Status);
        Assert.Equal(Usd(amount), (await shop.HeadAsync()).Payments.Single().Amount);
    }

    [Fact]
    public async Task The_amount_of_a_payment_without_captures_may_become_zero()
    {
        using var shop = await WithPaymentAsync();

        Assert.Equal(200, (await shop.PatchAsync("p-1", """{"Amount":0}""")).Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task After_a_refund_the_amount_need_not_cover_what_was_refunded(decimal amount)
    {
        using var shop = await WithPaymentAsync();
        await shop.TransactAsync("p-1", "c", "Capture", 60);
        await shop.TransactAsync("p-1", "r", "Refund", 60 - amount);
        var patch = FormattableString.Invariant($$"""{"Amount":{{amount}}}""");

        Assert.Equal(200, (await shop.PatchAsync("p-1", patch)).Status);
        Assert.Equal(
            201, (await shop.CreateAsync(FormattableString.Invariant($$"""{"Amount":{{100 - amount}}}"""))).Status);
        Assert.Equal("Payment.CaptureExceedsAuthorized", Code(await shop.TransactAsync("p-1", "c2", "Capture", 1)));
    }

    [Fact]
    public async Task An_amount_of_zero_waits_for_a_pending_refund()
    {
        using var shop = await WithPaymentAsync();
        await shop.TransactAsync("p-1", "c", "Capture", 60);
        await shop.TransactAsync("p-1", "r", "Refund", 59.99m);

        Assert.Equal("Payment.FundsMoved", Code(await shop.PatchAsync("p-1", """{"Amount":0}""")));
    }

    [Fact]
    public async Task The_amount_of_a_voided_payment_may_become_zero()
    {
        using var shop = await WithPaymentAsync();
        await shop.TransactAsync("p-1", "a", "Authorization", 60);
        await shop.TransactAsync("p-1", "c", "Capture", 60);
        await shop.TransactAsync("p-1", "v", "Void", 60);

        Assert.Equal(200, (await shop.PatchAsync("p-1", """{"Amount":0}""")).Status);
    }

    [Fact]
    public async Task A_shopper_may_not_accept_a_payment_or_change_an_accepted_card_payment()
    {
        using var shop = await WithPaymentAsync();
        var shopper = await shop.TokenAsync("Shopper");

        Assert.Equal("Payment.CannotPatchAccepted", Code(await shop.PatchAsync("p-1", """{"Accepted":true}""", shopper)));
        Assert.Equal(200, (await shop.PatchAsync("p-1", """{"Accepted":false,"Amount":59}""", shopper)).Status);
        await shop.PatchAsync("p-1", """{"Accepted":true}""");
        Assert.Equal("Payment.NotAuthorizedToPatch", Code(await shop.PatchAsync("p-1", """{"Amount":58}""", shopper)));
        Assert.Equal(403, (await shop.PatchAsync("p-1", "{}", await shop.TokenAsync("OrderReader"))).Status);
        Assert.Equal(404, (await shop.PatchAsync("p-404", "{}")).Status);
    }

    [Fact]
    public async Task Merging_cannot_make_xp_exceed_its_limit()
    {
        using var shop = await WithPaymentAsync();
        await shop.PatchAsync("p-1", $$$"""{"xp":{"big":"{{{new string('x', 5000)}}}"}}""");

        var answer = await shop.PatchAsync("p-1", $$$"""{"xp":{"more":"{{{new string('x', 5000)}}}"}}""");

        Assert.Equal((400, "ValidationFailure"), (answer.Status, Code(answer)));
    }

    private static async Task<OrderCloudShop> WithPaymentAsync()
    {
        var shop = await WithOrderAsync();
        await shop.CreateAsync("""
            {"ID":"p-1","Type":"CreditCard","CreditCardID":"card-7","Amount":60,"Accepted":false,"Description":"d","xp":{"a":{"x":1,"y":2},"b":"c"}}
            """);
        return shop;
    }
}
