using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Simulation.Checks;

/// <summary>
/// Names are unique: a caller's key names one resource of its kind in an organization, and so does an identifier. A
/// credit's key is not among its fields and expires; requests' marks cover those.
/// </summary>
internal sealed class NamesCheck
{
    private readonly Dictionary<(OrganizationId, string Kind, string Name), string> _owners = [];

    /// <summary>The names to which a change gives a second meaning.</summary>
    public IEnumerable<string> Faults(LedgerAddress address, LedgerChanges changes)
    {
        foreach (var entry in changes.Entries)
        {
            foreach (var fault in Faults(address.Organization, entry)) yield return fault;
        }
    }

    private IEnumerable<string> Faults(OrganizationId organization, JournalEntry entry)
    {
        if (entry.Record is IdentifierSet set)
        {
            foreach (var fault in Faults(organization, set, entry.Type == ChangeType.Delete)) yield return fault;
            yield break;
        }

        if (KeyOf(entry.Record) is not { } key || entry.Record is not IListed { Listed: var listed }) yield break;
        var name = (organization, listed.Kind, key.Value);
        if (entry.Type == ChangeType.Delete) _owners.Remove(name);
        else if (Claim(name, listed.Id) is { } fault) yield return fault;
    }

    private IEnumerable<string> Faults(OrganizationId organization, IdentifierSet set, bool isGone)
    {
        var kind = $"{set.Resource.Split('-')[0]}-identifier";
        foreach (var (name, _) in _owners
            .Where(owner => owner.Value == set.Resource && owner.Key.Kind == kind).ToList())
            _owners.Remove(name);
        if (isGone) yield break;
        if (set.Identifiers.DistinctBy(identifier => identifier.Value).Count() != set.Identifiers.Length)
            yield return $"{set.Resource} has an identifier twice";
        if (set.Identifiers.Where(found => found.Primary).GroupBy(found => found.Name).Any(some => some.Count() > 1))
            yield return $"{set.Resource} has two primary identifiers of one name";
        foreach (var identifier in set.Identifiers)
        {
            if (Claim((organization, kind, identifier.Value), set.Resource) is { } fault) yield return fault;
        }
    }

    private string? Claim((OrganizationId, string Kind, string Name) name, string owner) =>
        _owners.TryAdd(name, owner) || _owners[name] == owner
            ? null
            : $"{name.Kind} {name.Name} names {_owners[name]}, and {owner} too";

    private static Key? KeyOf(Record record) => record switch
    {
        Authorization authorization => authorization.Key,
        Capture capture => capture.Key,
        Refund refund => refund.Key,
        CreditPayment payment => payment.Key,
        _ => null,
    };
}
