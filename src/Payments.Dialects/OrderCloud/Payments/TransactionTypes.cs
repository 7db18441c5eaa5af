using System.Collections.Frozen;
using Payments.Ledger;

namespace Payments.Dialects.OrderCloud;

/// <summary>
/// What the types of transactions mean. They are free text; these are the words of the public integrations
/// (ordercloud-payments.md, part 7). Any other word is kept and shown, and moves nothing.
/// </summary>
internal static class TransactionTypes
{
    private static readonly FrozenDictionary<string, TransactionMeaning> Meanings =
        new Dictionary<string, TransactionMeaning>
        {
            ["CreditCard"] = TransactionMeaning.Authorization,
            ["CreditCardAuthorization"] = TransactionMeaning.Authorization,
            ["Authorization"] = TransactionMeaning.Authorization,
            ["Authorize"] = TransactionMeaning.Authorization,
            ["CreditCardCapture"] = TransactionMeaning.Capture,
            ["Capture"] = TransactionMeaning.Capture,
            ["CreditCardRefund"] = TransactionMeaning.Refund,
            ["Refund"] = TransactionMeaning.Refund,
            ["CreditCardVoidAuthorization"] = TransactionMeaning.Void,
            ["CreditCardVoid"] = TransactionMeaning.Void,
            ["Void"] = TransactionMeaning.Void,
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What a transaction of a type means, if the processor did it; nothing otherwise.</summary>
    public static TransactionMeaning Meaning(string type, bool succeeded) =>
        succeeded ? Meanings.GetValueOrDefault(type, TransactionMeaning.None) : TransactionMeaning.None;
}

/// <summary>The words that a shop's own transactions are in, for those that the ledger adds.</summary>
/// <param name="Capture">Money was taken.</param>
/// <param name="Refund">Money was given back.</param>
/// <param name="RefundSign">What refunds' amounts are multiplied with.</param>
internal sealed record TransactionWords(string Capture, string Refund, int RefundSign)
{
    private const string CreditCard = "CreditCard";

    /// <summary>Of Sitecore's middleware and most others: a refund's amount is positive.</summary>
    public static readonly TransactionWords Plain = new("Capture", "Refund", 1);

    /// <summary>Of HeadStart and its kin: a refund's amount is negative.</summary>
    public static readonly TransactionWords HeadStart = new("CreditCardCapture", "CreditCardRefund", -1);

    /// <summary>Those of a payment, as far as its own transactions show them.</summary>
    public static TransactionWords Of(IEnumerable<Transaction> recorded) =>
        recorded.Any(transaction => transaction.Type.StartsWith(CreditCard, StringComparison.OrdinalIgnoreCase))
            ? HeadStart
            : Plain;
}
