using System.Collections.Frozen;
using Payments.Ledger.Records;
using Payments.Ledger.Storefront;

namespace Payments.Dialects.OrderCloud.Payments;

/// <summary>
/// The meanings of transaction types. Types are free text; these are the ones used by the public integrations
/// (ordercloud-payments.md, part 7) and by processors, in any letter case. Any other type is stored and shown, but
/// moves no money. docs/ordercloud-transactions.md has the same list, and a test compares the two.
/// </summary>
internal static class TransactionTypes
{
    /// <summary>The known types, each with its meaning.</summary>
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

    /// <summary>The meaning of a type if the transaction succeeded; none otherwise.</summary>
    public static TransactionMeaning GetMeaning(string type, bool succeeded) =>
        succeeded ? Known.GetValueOrDefault(type, TransactionMeaning.None) : TransactionMeaning.None;
}

/// <summary>The shop's naming of transactions, for those that the ledger adds.</summary>
/// <param name="Capture">The type of a capture.</param>
/// <param name="Refund">The type of a refund.</param>
/// <param name="RefundSign">1 or -1: the sign of a refund's amount.</param>
internal sealed record TransactionWords(string Capture, string Refund, int RefundSign)
{
    private const string CreditCard = "CreditCard";

    /// <summary>Used by Sitecore's middleware and most others: refund amounts are positive.</summary>
    public static readonly TransactionWords Plain = new("Capture", "Refund", 1);

    /// <summary>Used by HeadStart and its derivatives: refund amounts are negative.</summary>
    public static readonly TransactionWords HeadStart = new("CreditCardCapture", "CreditCardRefund", -1);

    /// <summary>The naming that a payment's own transactions use.</summary>
    public static TransactionWords Detect(IEnumerable<Transaction> recorded) =>
        recorded.Any(transaction => transaction.Type.StartsWith(CreditCard, StringComparison.OrdinalIgnoreCase))
            ? HeadStart
            : Plain;
}
