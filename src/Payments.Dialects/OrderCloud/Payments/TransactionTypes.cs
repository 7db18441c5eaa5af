using System.Collections.Frozen;
using Payments.Ledger.Records;
using Payments.Ledger.Storefront;

namespace Payments.Dialects.OrderCloud.Payments;

/// <summary>
/// What the types of transactions mean. They are free text; these are the words of the public integrations
/// (ordercloud-payments.md, part 7) and of processors, in any letter case. Any other word is kept and shown, and moves
/// nothing. docs/ordercloud-transactions.md lists the same words, and a test compares the two.
/// </summary>
internal static class TransactionTypes
{
    /// <summary>The words, each with its meaning.</summary>
    public static FrozenDictionary<string, TransactionMeaning> Known { get; } =
        new Dictionary<string, TransactionMeaning>
        {
            ["CreditCard"] = TransactionMeaning.Authorization,
            ["CreditCardAuthorization"] = TransactionMeaning.Authorization,
            ["CreditCardAuth"] = TransactionMeaning.Authorization,
            ["Authorization"] = TransactionMeaning.Authorization,
            ["Authorize"] = TransactionMeaning.Authorization,
            ["Auth"] = TransactionMeaning.Authorization,
            ["CreditCardCapture"] = TransactionMeaning.Capture,
            ["Capture"] = TransactionMeaning.Capture,
            ["CreditCardSale"] = TransactionMeaning.Sale,
            ["CreditCardCharge"] = TransactionMeaning.Sale,
            ["CreditCardPurchase"] = TransactionMeaning.Sale,
            ["Sale"] = TransactionMeaning.Sale,
            ["Charge"] = TransactionMeaning.Sale,
            ["Purchase"] = TransactionMeaning.Sale,
            ["AuthorizeAndCapture"] = TransactionMeaning.Sale,
            ["AuthCapture"] = TransactionMeaning.Sale,
            ["CreditCardRefund"] = TransactionMeaning.Refund,
            ["CreditCardCredit"] = TransactionMeaning.Refund,
            ["Refund"] = TransactionMeaning.Refund,
            ["Credit"] = TransactionMeaning.Refund,
            ["CreditCardVoidAuthorization"] = TransactionMeaning.Void,
            ["CreditCardVoid"] = TransactionMeaning.Void,
            ["VoidAuthorization"] = TransactionMeaning.Void,
            ["Void"] = TransactionMeaning.Void,
            ["AuthorizationReversal"] = TransactionMeaning.Void,
            ["CreditCardChargeback"] = TransactionMeaning.Chargeback,
            ["Chargeback"] = TransactionMeaning.Chargeback,
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What a transaction of a type means, if the processor did it; nothing otherwise.</summary>
    public static TransactionMeaning GetMeaning(string type, bool succeeded) =>
        succeeded ? Known.GetValueOrDefault(type, TransactionMeaning.None) : TransactionMeaning.None;
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
    public static TransactionWords Detect(IEnumerable<Transaction> recorded) =>
        recorded.Any(transaction => transaction.Type.StartsWith(CreditCard, StringComparison.OrdinalIgnoreCase))
            ? HeadStart
            : Plain;
}
