using Payments.Handlers.Ports;
using Payments.Handlers.Storefront;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Storefront;

namespace Payments.Handlers.Tests.World;

/// <summary>Records of a storefront that has its own processor.</summary>
internal static class Recorded
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static Payment Payment { get; } = new(
        PaymentId.From("p1"), PaymentType.CreditCard, Shop.Dollars(100), "card", null, null, true, At, null);

    public static TransactionRequest Capture(string id, decimal amount) => new(
        new Transaction(
            Payment.Id,
            TransactionId.From(id),
            "CreditCardCapture",
            At,
            amount,
            "USD",
            true,
            null,
            null,
            null,
            TransactionEffect.None,
            At),
        TransactionMeaning.Capture,
        Shop.Dollars(amount))
    {
        Scopes = Scopes.All,
    };
}
