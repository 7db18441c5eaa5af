using System.Collections.Immutable;
using System.Text.Json;
using Payments.Dialects.Wire;
using Payments.Handlers.Authorizations;
using Payments.Handlers.Captures;
using Payments.Handlers.CreditPayments;
using Payments.Handlers.Ports;
using Payments.Handlers.Refunds;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using static Payments.Dialects.Tests.OrderCloud.OrderCloudShop;

namespace Payments.Dialects.Tests.OrderCloud;

/// <summary>What other APIs do to an order, as OrderCloud's clients see it.</summary>
public sealed class SeenThroughOrderCloud
{
    [Theory]
    [InlineData("CreditCard", "CreditCardCapture", "CreditCardRefund", -25)]
    [InlineData("Authorization", "Capture", "Refund", 25)]
    public async Task A_refund_of_a_recorded_capture_shows_on_its_payment_with_the_shops_own_type(
        string authorization, string capture, string refund, decimal amount)
    {
        using var shop = await WithOrderAsync();
        shop.Service.SharesMerchantAccount = true;
        await shop.CreateAsync("""{"ID":"p-1","Type":"CreditCard","Amount":60}""");
        await shop.TransactAsync("p-1", "a", authorization, 60);
        await shop.TransactAsync("p-1", "c", capture, 60);
        var id = await RefundAsync(shop, 25);

        Assert.Equal(2, Transactions(await shop.GetAsync("p-1")).Length);
        await shop.Service.DrainAsync();

        var shown = Transactions(await shop.GetAsync("p-1"))[2];
        Assert.Equal(id, shown.GetProperty("ID").GetString());
        Assert.Equal(refund, shown.GetProperty("Type").GetString());
        Assert.Equal(amount, shown.GetProperty("Amount").GetDecimal());
        Assert.Equal("2026-03-14T09:26:53+00:00", shown.GetProperty("DateExecuted").GetString());
        Assert.True(shown.GetProperty("Succeeded").GetBoolean());
        Assert.Equal("proc-1", shown.GetProperty("ResultCode").GetString());
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("xp").ValueKind);
    }

    [Fact]
    public async Task A_refund_that_fails_after_it_succeeded_shows_as_failed_with_its_code()
    {
        using var shop = await WithOrderAsync();
        shop.Service.SharesMerchantAccount = true;
        await shop.CreateAsync("""{"ID":"p-1","Type":"CreditCard","Amount":60}""");
        await shop.TransactAsync("p-1", "c", "Capture", 60);
        var id = await RefundAsync(shop, 25);
        await shop.Service.DrainAsync();
        Assert.True(Transactions(await shop.GetAsync("p-1"))[1].GetProperty("Succeeded").GetBoolean());

        shop.Service.Processor.Later[$"{id}/1"] =
            new ProcessorResponse.Declined(new Decline(DeclineReason.AccountClosed, "030", "Account closed"));
        Assert.True(Id<Refund>.TryParse(id, out var refund));
        await shop.Service.HandleOnceAsync(new ReviewRecord(
            new LedgerAddress(ServiceUnderTest.Demo, refund.Ledger), RecordKey.For(refund)));

        var shown = Transactions(await shop.GetAsync("p-1"))[1];
        Assert.Equal(id, shown.GetProperty("ID").GetString());
        Assert.False(shown.GetProperty("Succeeded").GetBoolean());
        Assert.Equal("030", shown.GetProperty("ResultCode").GetString());
        Assert.Equal("Account closed", shown.GetProperty("ResultMessage").GetString());
    }

    [Fact]
    public async Task A_declined_refund_shows_as_failed_with_its_code()
    {
        using var shop = await WithOrderAsync();
        shop.Service.SharesMerchantAccount = true;
        await shop.CreateAsync("""{"ID":"p-1","Type":"CreditCard","Amount":60}""");
        await shop.TransactAsync("p-1", "c", "Capture", 60);
        shop.Service.Processor.Decline<RefundFunds>("005", "Do not honour");
        var id = await RefundAsync(shop, 25);
        await shop.Service.DrainAsync();

        var shown = Transactions(await shop.GetAsync("p-1"))[1];
        Assert.Equal(id, shown.GetProperty("ID").GetString());
        Assert.Equal("Refund", shown.GetProperty("Type").GetString());
        Assert.Equal(25m, shown.GetProperty("Amount").GetDecimal());
        Assert.False(shown.GetProperty("Succeeded").GetBoolean());
        Assert.Equal("005", shown.GetProperty("ResultCode").GetString());
        Assert.Equal("Do not honour", shown.GetProperty("ResultMessage").GetString());
    }

    [Fact]
    public async Task A_refund_declined_on_two_payments_shows_as_failed_on_both()
    {
        using var shop = await WithOrderAsync();
        shop.Service.SharesMerchantAccount = true;
        foreach (var (payment, amount) in new[] { ("p-1", 60m), ("p-2", 40m) })
        {
            await shop.CreateAsync(
                FormattableString.Invariant($$"""{"ID":"{{payment}}","Type":"CreditCard","Amount":{{amount}}}"""));
            await shop.TransactAsync(payment, "c", "CreditCardCapture", amount);
        }

        shop.Service.Processor.Decline<RefundFunds>("014", "Closed account");
        await RefundAsync(shop, 75);
        await shop.Service.DrainAsync();

        foreach (var payment in new[] { "p-1", "p-2" })
        {
            var shown = Assert.Single(Transactions(await shop.GetAsync(payment)).Skip(1));
            Assert.Equal(
                (-75m, false, "014"),
                (shown.GetProperty("Amount").GetDecimal(),
                    shown.GetProperty("Succeeded").GetBoolean(),
                    shown.GetProperty("ResultCode").GetString()));
        }
    }

    [Fact]
    public async Task A_declined_capture_shows_as_failed_with_its_code()
    {
        using var shop = await WithOrderAsync();
        var authorization = await AuthorizeAsync(shop, 80);
        shop.Service.Processor.Decline<CaptureFunds>("005", "Do not honour");
        await shop.Service.Get<CaptureHandler>().CaptureAsync(
            ServiceUnderTest.Demo,
            new CaptureRequest(null, authorization, Usd(50), null, ImmutableDictionary<string, string>.Empty),
            None);

        var shown = Transactions(await shop.GetAsync(authorization))[1];
        Assert.Equal(
            ("Capture", false, "005"),
            (shown.GetProperty("Type").GetString(),
                shown.GetProperty("Succeeded").GetBoolean(),
                shown.GetProperty("ResultCode").GetString()));
    }

    [Fact]
    public async Task A_refund_over_two_payments_shows_on_each_with_its_share()
    {
        using var shop = await WithOrderAsync();
        foreach (var (payment, amount) in new[] { ("p-1", 60m), ("p-2", 40m) })
        {
            await shop.CreateAsync(
                FormattableString.Invariant($$"""{"ID":"{{payment}}","Type":"CreditCard","Amount":{{amount}}}"""));
            await shop.TransactAsync(payment, "c", "Capture", amount);
        }

        var id = await RefundAsync(shop, 75);
        await shop.Service.DrainAsync();

        var first = Transactions(await shop.GetAsync("p-1"))[1];
        var second = Transactions(await shop.GetAsync("p-2"))[1];
        Assert.Equal((id, id), (first.GetProperty("ID").GetString(), second.GetProperty("ID").GetString()));
        Assert.Equal((60m, 15m), (first.GetProperty("Amount").GetDecimal(), second.GetProperty("Amount").GetDecimal()));
    }

    [Fact]
    public async Task An_authorization_of_another_API_shows_as_a_card_payment_with_its_captures_and_refunds()
    {
        using var shop = await WithOrderAsync();
        var authorization = await AuthorizeAsync(shop, 80);
        shop.Service.Time.Advance(TimeSpan.FromMinutes(1));
        await CaptureAsync(shop, authorization, 50);
        await shop.Service.DrainAsync();
        shop.Service.Time.Advance(TimeSpan.FromMinutes(1));
        await RefundAsync(shop, 20);
        await shop.Service.DrainAsync();

        var payment = Json(await shop.GetAsync(authorization));

        Assert.Equal("CreditCard", payment.GetProperty("Type").GetString());
        Assert.Equal(80m, payment.GetProperty("Amount").GetDecimal());
        Assert.True(payment.GetProperty("Accepted").GetBoolean());
        Assert.Equal(
            [("Authorization", 80m), ("Capture", 50m), ("Refund", 20m)],
            payment.GetProperty("Transactions").EnumerateArray().Select(transaction => (
                transaction.GetProperty("Type").GetString()!, transaction.GetProperty("Amount").GetDecimal())));
    }

    [Fact]
    public async Task A_capture_of_another_API_on_a_recorded_authorization_shows_with_the_shops_own_type()
    {
        using var shop = await WithOrderAsync();
        shop.Service.SharesMerchantAccount = true;
        await shop.CreateAsync("""{"ID":"p-1","Type":"CreditCard","Amount":60}""");
        await shop.TransactAsync("p-1", "a", "CreditCard", 60);
        var authorization = (await shop.HeadAsync()).Authorizations.Single().Id.ToString();

        await CaptureAsync(shop, authorization, 50);

        var shown = Transactions(await shop.GetAsync("p-1"))[1];
        Assert.Equal("CreditCardCapture", shown.GetProperty("Type").GetString());
        Assert.Equal(50m, shown.GetProperty("Amount").GetDecimal());
    }

    [Fact]
    public async Task A_credit_payment_shows_as_a_spending_account_payment()
    {
        using var shop = await WithOrderAsync();
        var id = await CreditAsync(shop, 15);

        var payment = Json(await shop.GetAsync(id));

        Assert.Equal("SpendingAccount", payment.GetProperty("Type").GetString());
        Assert.Equal("Gift card", payment.GetProperty("Description").GetString());
        Assert.Equal(15m, payment.GetProperty("Amount").GetDecimal());
        Assert.True(payment.GetProperty("Accepted").GetBoolean());
        Assert.Equal([id], Ids(await shop.ListAsync()));
    }

    [Fact]
    public async Task What_refunds_return_to_credit_payments_shows_as_their_refunds_the_oldest_first()
    {
        using var shop = await WithOrderAsync();
        await AuthorizeAsync(shop, 10);
        var first = await CreditAsync(shop, 15);
        shop.Service.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await CreditAsync(shop, 20);
        var one = await RefundAsync(shop, 10, RefundTenders.Credit);
        await shop.Service.DrainAsync();
        shop.Service.Time.Advance(TimeSpan.FromMinutes(1));
        var two = await RefundAsync(shop, 15, RefundTenders.CardFirst);
        await shop.Service.DrainAsync();

        Assert.Equal([(one, 10m), (two, 5m)], await RefundsAsync(first));
        Assert.Equal([(two, 10m)], await RefundsAsync(second));
        Assert.Equal(15m, Json(await shop.GetAsync(first)).GetProperty("Amount").GetDecimal());
        Assert.Equal([first, second], Ids(await shop.ListAsync()).Where(id => id.StartsWith("crp-")).Order());

        async Task<IEnumerable<(string?, decimal)>> RefundsAsync(string payment) =>
            Transactions(await shop.GetAsync(payment)).Select(shown =>
            {
                Assert.Equal("Refund", shown.GetProperty("Type").GetString());
                Assert.True(shown.GetProperty("Succeeded").GetBoolean());
                return (shown.GetProperty("ID").GetString(), shown.GetProperty("Amount").GetDecimal());
            });
    }

    [Fact]
    public async Task A_payment_of_another_API_takes_no_transactions_and_the_error_says_why()
    {
        using var shop = await WithOrderAsync();
        var authorization = await AuthorizeAsync(shop, 80);
        var before = await shop.Service.StoredAsync();

        var answer = await shop.TransactAsync(authorization, "c", "Capture", 10);

        Assert.Equal((400, "Payment.MadeElsewhere"), (answer.Status, Code(answer)));
        Assert.Equal(before, await shop.Service.StoredAsync());
    }

    private static JsonElement[] Transactions(WireResponse payment) =>
        [.. Json(payment).GetProperty("Transactions").EnumerateArray()];

    private static async Task<string> CreditAsync(OrderCloudShop shop, decimal amount)
    {
        var answer = await shop.Service.Get<CreditPaymentHandler>().RecordAsync(
            ServiceUnderTest.Demo,
            new CreditPaymentRequest(
                null,
                OrderNumber.From(OrderCloudShop.Order),
                "Gift card",
                Usd(amount),
                Usd(amount),
                ImmutableDictionary<string, string>.Empty),
            None);
        return Assert.IsType<Answer<CreditPayment>.Accepted>(answer).Result.Id.ToString();
    }

    private static async Task<string> RefundAsync(
        OrderCloudShop shop, decimal amount, RefundTenders tenders = RefundTenders.Card)
    {
        var answer = await shop.Service.Get<RefundHandler>().RequestAsync(
            ServiceUnderTest.Demo,
            new RefundRequest(
                null,
                OrderNumber.From(OrderCloudShop.Order),
                null,
                null,
                Usd(amount),
                null,
                ImmutableDictionary<string, string>.Empty,
                Tenders: tenders),
            None);
        return Assert.IsType<Answer<RefundView>.Accepted>(answer).Result.Refund.Id.ToString();
    }

    private static async Task<string> AuthorizeAsync(OrderCloudShop shop, decimal amount)
    {
        var answer = await shop.Service.Get<AuthorizationHandler>().AuthorizeAsync(
            ServiceUnderTest.Demo,
            new AuthorizationRequest(
                null,
                OrderNumber.From(OrderCloudShop.Order),
                Usd(amount),
                null,
                "tok_1",
                false,
                new Customer(null, null, null),
                ImmutableDictionary<string, string>.Empty),
            None);
        return Assert.IsType<Answer<Authorization>.Accepted>(answer).Result.Id.ToString();
    }

    private static async Task CaptureAsync(OrderCloudShop shop, string authorization, decimal amount)
    {
        var answer = await shop.Service.Get<CaptureHandler>().CaptureAsync(
            ServiceUnderTest.Demo,
            new CaptureRequest(null, authorization, Usd(amount), null, ImmutableDictionary<string, string>.Empty),
            None);
        Assert.IsType<Answer<Capture>.Accepted>(answer);
    }
}
