using Payments.Dialects.OrderCloud.Reading;
using Payments.Dialects.Wire.Reading;
using Payments.Handlers.Storefront;
using Payments.Handlers.Writing;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Storefront;

namespace Payments.Dialects.OrderCloud.Payments;

/// <summary>Reads a transaction to be recorded (ordercloud-payments.md, part 4.2).</summary>
internal static class TransactionReader
{
    /// <summary>Maximum characters of a type, currency or result code: OrderCloud's limit for short texts.</summary>
    private const int MaxWordLength = 100;

    /// <summary>Maximum characters of a result message: the same as for a payment's description.</summary>
    private const int MaxMessageLength = 2_000;

    /// <summary>The transaction and its meaning; null if any field has an error.</summary>
    public static TransactionRequest? Read(
        JsonForm fields, PaymentId payment, Currency currency, IIdSource unique, DateTimeOffset at)
    {
        var id = fields.Id("ID");
        if (id is not null)
        {
            var isCaptureOrRefund = Id<Capture>.TryParse(id, out _) || Id<Refund>.TryParse(id, out _);
            PaymentReader.RejectReservedId(fields, id, isCaptureOrRefund);
        }

        var type = RequireField(fields, "Type", fields.Text("Type", MaxWordLength));
        var executed = RequireField(fields, "DateExecuted", fields.Time("DateExecuted"));
        var succeeded = fields.Flag("Succeeded") ?? false;
        var meaning = TransactionTypes.GetMeaning(type ?? "", succeeded);
        var amount = Amount(fields, currency, meaning);
        if (meaning != TransactionMeaning.None && amount is { IsZero: true } && meaning != TransactionMeaning.Void)
            fields.AddError("Amount", $"of a {type} can't be zero");
        var transaction = new Transaction(
            payment,
            TransactionId.From(id ?? Identifiers.ToIdentifier(unique.NextId())),
            type ?? "",
            executed ?? default,
            amount?.ToDecimal(),
            CurrencyName(fields, currency, meaning),
            succeeded,
            fields.Text("ResultCode", MaxWordLength),
            fields.Text("ResultMessage", MaxMessageLength),
            fields.Extension("xp"),
            TransactionEffect.None,
            at);
        return fields.Errors.Count == 0 ? new TransactionRequest(transaction, meaning, Magnitude(amount)) : null;
    }

    private static T? RequireField<T>(JsonForm fields, string name, T? value)
    {
        if (value is null or "" && fields.Errors.All(error => error.Field != name))
            fields.AddError(name, "is required");
        return value;
    }

    /// <summary>
    /// Either sign is accepted, because integrations differ in the sign of refunds. A refund without an amount refunds
    /// everything that is left. Null does not mean that, because JavaScript writes it for NaN.
    /// </summary>
    private static Money? Amount(JsonForm fields, Currency currency, TransactionMeaning meaning)
    {
        if (meaning is TransactionMeaning.Refund or TransactionMeaning.Chargeback && fields.IsNull("Amount"))
            fields.AddError("Amount", "can't be null: leave it out for all that is left");
        var own = meaning == TransactionMeaning.None
            && Ledger.Currencies.Currency.TryParse(fields.Text("Currency", MaxWordLength), out var named)
                ? named
                : currency;
        return fields.Money("Amount", own);
    }

    /// <summary>
    /// As it was sent. A transaction that moves money must be in the order's currency, or the ledger would not add up.
    /// </summary>
    private static string? CurrencyName(JsonForm fields, Currency currency, TransactionMeaning meaning)
    {
        var named = fields.Text("Currency", MaxWordLength);
        if (!string.IsNullOrEmpty(named)
            && meaning != TransactionMeaning.None
            && !string.Equals(named, currency.Code, StringComparison.OrdinalIgnoreCase))
        {
            fields.AddError("Currency", $"must be the order's, {currency}", ErrorCodes.CurrencyMismatch);
        }

        return named;
    }

    private static Money? Magnitude(Money? amount) =>
        amount is { } given ? new Money(Math.Abs(given.MinorUnits), given.Currency) : null;
}
