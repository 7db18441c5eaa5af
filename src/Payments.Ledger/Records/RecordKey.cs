using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>
/// The key of a record within its ledger: its type, then its own id. Characters that a storage key may not have (/ \ #
/// ? and control characters) can't occur: ids of this service are digits, and those of callers are checked before.
/// </summary>
/// <param name="Value">Such as <c>ref-8c…</c> or <c>pay-Zk3qT0uYbUOe1x7sPz-9Lw</c>.</param>
public readonly record struct RecordKey(string Value)
{
    /// <summary>The key of a resource with an id assigned by this service.</summary>
    public static RecordKey For<T>(Id<T> id) where T : IIdentified => new($"{T.Prefix}-{id.Unique}");

    /// <summary>The key of an OrderCloud payment.</summary>
    public static RecordKey For(PaymentId id) => new($"{Payment.Prefix}-{id.Value}");

    /// <summary>The key of an OrderCloud transaction. Neither id contains a tilde, so keys can't collide.</summary>
    public static RecordKey For(PaymentId payment, TransactionId id) =>
        new($"{Transaction.Prefix}-{payment.Value}~{id.Value}");

    /// <summary>The key of the identifiers of a resource, by its full id.</summary>
    public static RecordKey ForIdentifiers(string resource) => new($"{IdentifierSet.Prefix}-{resource}");

    /// <summary>The id of the resource with this key in a ledger; null if it is of another type.</summary>
    public Id<T>? ParseId<T>(LedgerId ledger) where T : IIdentified =>
        Id<T>.TryParse(Value.Replace("-", $"-{ledger}", StringComparison.Ordinal), out var id) ? id : null;

    /// <inheritdoc/>
    public override string ToString() => Value;
}
