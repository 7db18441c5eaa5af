using Payments.Handlers.CreditPayments;
using Payments.Handlers.Identifiers;
using Payments.Handlers.Storefront;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Writing;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests;

/// <summary>
/// Found by the simulation: a commit took effect, its response was lost, and others came before the next attempt.
/// </summary>
public sealed class LostResponses
{
    [Fact]
    public async Task A_stored_payment_is_reported_as_accepted_although_it_was_deleted_before_the_next_attempt()
    {
        var shop = new Shop();
        await shop.Orders.RegisterAsync(
            Shop.Organization, Shop.Order, Cents(10_000), Cents(0), CancellationToken.None);
        var payment = new Payment(
            PaymentId.From("pay"),
            PaymentType.CreditCard,
            Cents(500),
            CreditCardId: null,
            SpendingAccountId: null,
            "first",
            Accepted: true,
            shop.Clock.GetUtcNow(),
            Extension: null);
        var other = shop.Another();
        shop.Between = store => new ForgetfulLedgers(store, () => TakeOverAsync(other, payment));

        var answer = await shop.Another().Get<StorefrontPaymentHandler>().CreateAsync(
            Shop.Organization, Shop.Order, payment, CancellationToken.None);

        Assert.IsType<Answer<Payment>.Accepted>(answer);
    }

    [Fact]
    public async Task A_deletion_is_reported_as_done_although_the_next_attempt_finds_nothing()
    {
        var shop = new Shop();
        await shop.RegisterAsync(1_000);
        (await shop.CreditPayments.RecordAsync(Shop.Organization, Requests.CreditPayment(10, "g"), default)).Accepted();
        (await shop.AuthorizeAsync(Requests.Authorization(50, "a"))).Accepted();
        (await shop.Captures.CaptureAsync(Shop.Organization, Requests.Capture("a", 50, "c"), default)).Accepted();
        var identifiers = shop.Another().Get<ResourceIdentifiers>();
        await identifiers.AttachAsync<Capture>(Shop.Organization, "c", new Identifier("erp", "i", false), default);
        (await shop.Storefront.CreateAsync(Shop.Organization, Shop.Order, Recorded.Payment, default)).Accepted();
        shop.Between = store => new ForgetfulLedgers(store);
        var forgetful = shop.Another();

        var credit = await forgetful.Get<CreditPaymentHandler>().RemoveAsync(Shop.Organization, "g", default);
        Assert.Equal(Outcome.Deleted, credit!.Accepted().Outcome);
        Assert.True(await forgetful.Get<ResourceIdentifiers>()
            .DetachAsync<Capture>(Shop.Organization, "c", "i", default));
        var removed = await forgetful.Get<StorefrontPaymentHandler>()
            .RemoveAsync(Shop.Organization, Shop.Order, Recorded.Payment.Id, default);
        Assert.Equal(Outcome.Deleted, removed.Accepted().Outcome);
        Assert.Null(await forgetful.Get<CreditPaymentHandler>().RemoveAsync(Shop.Organization, "g", default));
    }

    private static Money Cents(long count) => new(count, Shop.Usd);

    /// <summary>Deletes the payment, and creates another with its id.</summary>
    private static async Task TakeOverAsync(Process other, Payment payment)
    {
        var storefront = other.Get<StorefrontPaymentHandler>();
        await storefront.RemoveAsync(Shop.Organization, Shop.Order, payment.Id, CancellationToken.None);
        await storefront.CreateAsync(
            Shop.Organization, Shop.Order, payment with { Description = "second" }, CancellationToken.None);
    }
}
