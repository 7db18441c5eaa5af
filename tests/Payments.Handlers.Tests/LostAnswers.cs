namespace Payments.Handlers.Tests;

/// <summary>
/// Found by the simulation: a commit took effect, its answer was lost, and others came before the next try.
/// </summary>
public sealed class LostAnswers
{
    [Fact]
    public async Task A_payment_that_was_stored_is_answered_yes_though_it_was_taken_away_before_the_next_try()
    {
        var shop = new Shop();
        await shop.Orders.RegisterAsync(
            Shop.Organization, Shop.Order, Cents(10_000), Cents(0), CancellationToken.None);
        var payment = new Payment(
            new PaymentId("pay"),
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

        var answer = await shop.Another().Get<StorefrontPayments>().CreateAsync(
            Shop.Organization, Shop.Order, payment, CancellationToken.None);

        Assert.IsType<Answer<Payment>.Accepted>(answer);
    }

    private static Money Cents(long count) => new(count, Shop.Usd);

    /// <summary>Takes the payment away, and makes another of that id.</summary>
    private static async Task TakeOverAsync(Process other, Payment payment)
    {
        var storefront = other.Get<StorefrontPayments>();
        await storefront.RemoveAsync(Shop.Organization, Shop.Order, payment.Id, CancellationToken.None);
        await storefront.CreateAsync(
            Shop.Organization, Shop.Order, payment with { Description = "second" }, CancellationToken.None);
    }
}
