using System.Collections.Immutable;
using Payments.Handlers.Credits;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests.World;

/// <summary>Requests as a caller sends them.</summary>
internal static class Requests
{
    private static readonly ImmutableDictionary<string, string> NoAttributes =
        ImmutableDictionary<string, string>.Empty;

    public static RefundRequest Refund(decimal? amount, string? key = null) =>
        new(KeyOf(key), Shop.Order, null, null, amount is { } given ? Shop.Dollars(given) : null, null, NoAttributes);

    public static CaptureRequest Capture(string authorization, decimal? amount, string? key = null) =>
        new(KeyOf(key), authorization, amount is { } given ? Shop.Dollars(given) : null, null, NoAttributes);

    public static AuthorizationRequest Authorization(decimal? amount, string? key = null, string token = "tok-visa") =>
        new(
            KeyOf(key),
            Shop.Order,
            amount is { } given ? Shop.Dollars(given) : null,
            null,
            token,
            false,
            new Customer("Ada", null, null),
            NoAttributes);

    public static CreditPaymentRequest CreditPayment(decimal amount, string? key = null) =>
        new(KeyOf(key), Shop.Order, "Gift card", Shop.Dollars(amount), Shop.Dollars(amount), NoAttributes);

    public static CreditRequest Credit(decimal amount, string key = "credit-1", string card = "4005550000000019") =>
        new(
            new CreditTerms(
                Key.From(key),
                Shop.Order,
                Shop.Dollars(amount),
                null,
                NoAttributes,
                Fingerprint.Compute(Shop.Order, Shop.Dollars(amount))),
            new CreditInstrument.Card(new CardNumber(card), new CardExpiry(2030, 12)));

    private static Key? KeyOf(string? key) => key is null ? null : Key.From(key);
}
