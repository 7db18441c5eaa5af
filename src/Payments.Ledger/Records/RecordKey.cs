using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>
/// The name of a record within its ledger: what it is, then its own name. Characters that a storage key may not have
/// (/ \ # ? and control characters) can't occur: ids of ours are digits, those of callers are checked before they get
/// here.
/// </summary>
/// <param name="Value">Such as <c>ref-8c…</c> or <c>pay-Zk3qT0uYbUOe1x7sPz-9Lw</c>.</param>
public readonly record struct RecordKey(string Value)
{
    /// <summary>Of a resource with an id of ours.</summary>
    public static RecordKey For<T>(Id<T> id) where T : IIdentified => new($"{T.Prefix}-{id.Unique}");

    /// <summary>Of an OrderCloud payment.</summary>
    public static RecordKey For(PaymentId id) => new($"{Payment.Prefix}-{id.Value}");

    /// <summary>Of an OrderCloud transaction. The tilde is in neither id, so no two can meet.</summary>
    public static RecordKey For(PaymentId payment, TransactionId id) =>
        new($"{Transaction.Prefix}-{payment.Value}~{id.Value}");

    /// <summary>Of the identifiers of a resource, by its whole id.</summary>
    public static RecordKey ForIdentifiers(string resource) => new($"{IdentifierSet.Prefix}-{resource}");

    /// <summary>The id of the resource that it names in a ledger; null where that is of another kind.</summary>
    public Id<T>? ParseId<T>(LedgerId ledger) where T : IIdentified =>
        Id<T>.TryParse(Value.Replace("-", $"-{ledger}", StringComparison.Ordinal), out var id) ? id : null;

    /// <inheritdoc/>
    public override string ToString() => Value;
}
