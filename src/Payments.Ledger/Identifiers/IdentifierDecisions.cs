using System.Collections.Immutable;
using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Ledger.Identifiers;

/// <summary>Decides on the identifiers of refunds and captures.</summary>
public static class IdentifierDecisions
{
    /// <summary>Adds or replaces an identifier. Per name at most one identifier is primary: the one set last.</summary>
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
    /// Removes an identifier; null if it does not exist. The record is removed with the last of them.
    /// </summary>
    public static LedgerChanges? Detach(LedgerHead head, IdentifierSet? standing, string value, DateTimeOffset at)
    {
        if (standing?.Find(value) is not { } former) return null;
        var less = standing with { Identifiers = standing.Identifiers.Remove(former) };
        return LedgerChanges.Create(
            head, at, less.Identifiers.IsEmpty ? (ChangeType.Delete, standing) : (ChangeType.Update, less));
    }
}
