using System.Collections.Immutable;
using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Ledger.Identifiers;

/// <summary>What may be done with the identifiers of refunds and captures.</summary>
public static class IdentifierDecisions
{
    /// <summary>
    /// The identifiers with one more, or with one replaced. Of the identifiers with one name at most one is primary:
    /// the latest that was said to be.
    /// </summary>
    public static Decision<IdentifierSet> Attach(
        LedgerHead head, string resource, IdentifierSet? standing, Identifier identifier, DateTimeOffset at)
    {
        var known = standing?.Identifiers ?? [];
        var former = standing?.Find(identifier.Value);
        if (former == identifier) return new Decision<IdentifierSet>.Unchanged(standing!);
        if (former is null && known.Length >= IdentifierSet.MaxIdentifiers)
        {
            return Decision<IdentifierSet>.Reject(
                RejectionReason.LimitReached,
                $"One resource can't have more than {IdentifierSet.MaxIdentifiers} identifiers.");
        }

        var others = known.Select(other => identifier.Primary && other.Name == identifier.Name
            ? other with { Primary = false }
            : other);
        ImmutableArray<Identifier> identifiers = former is null
            ? [.. others, identifier]
            : [.. others.Select(other => other.Value == identifier.Value ? identifier : other)];
        var changed = new IdentifierSet(resource, identifiers);
        return Decision<IdentifierSet>.Accept(
            changed,
            LedgerChanges.Create(head, at, (standing is null ? ChangeType.Insert : ChangeType.Update, changed)));
    }

    /// <summary>
    /// The identifiers without one; null where it is not among them. With the last of them the record goes too.
    /// </summary>
    public static LedgerChanges? Detach(LedgerHead head, IdentifierSet? standing, string value, DateTimeOffset at)
    {
        if (standing?.Find(value) is not { } former) return null;
        var less = standing with { Identifiers = standing.Identifiers.Remove(former) };
        return LedgerChanges.Create(
            head, at, less.Identifiers.IsEmpty ? (ChangeType.Delete, standing) : (ChangeType.Update, less));
    }
}
