using Payments.Handlers.Ports;
using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Simulation.Checks;

/// <summary>
/// What every record was, and from which step of the run on: so that what a read shows can be held against what was
/// stored while it read. Records are never changed, so a state is known by the object that it is.
/// </summary>
internal sealed class Past
{
    private readonly Dictionary<(LedgerAddress, string), List<(long Step, Record? Record)>> _states = [];
    private readonly Dictionary<LedgerAddress, List<(long Step, LedgerHead Head)>> _heads = [];
    private readonly Dictionary<(OrganizationId, string Kind), List<Listed>> _listed = [];
    private readonly Dictionary<(OrganizationId, string Kind), List<(long Step, JournalEntry Entry)>> _versions = [];

    /// <summary>A change was stored.</summary>
    public void Add(LedgerAddress address, LedgerChanges changes, long step)
    {
        Of(_heads, address).Add((step, changes.Head));
        foreach (var entry in changes.Entries)
        {
            var key = entry.Record.RecordKey;
            var states = Of(_states, (address, key.Value));
            states.Add((step, entry.Type == ChangeType.Delete ? null : entry.Record));
            if (entry.Record is not IListed { Listed: var listed }) continue;
            Of(_versions, (address.Organization, listed.Kind)).Add((step, entry));
            if (states.Count == 1) Of(_listed, (address.Organization, listed.Kind)).Add(new Listed(address, key));
        }
    }

    /// <summary>What a record is now, or was last.</summary>
    public Record? Last(LedgerAddress address, RecordKey key) =>
        States(address, key).Select(state => state.Record).LastOrDefault(record => record is not null);

    /// <summary>Whether a record was as it is shown (null: not there) at some moment from a step on.</summary>
    public bool WasSo(LedgerAddress address, RecordKey key, Record? shown, long since)
    {
        var states = States(address, key);
        if (shown is null && (states.Count == 0 || states[0].Step >= since)) return true;
        return Enumerable.Range(0, states.Count).Any(index => ReferenceEquals(states[index].Record, shown)
            && (index == states.Count - 1 || states[index + 1].Step >= since));
    }

    /// <summary>Whether a ledger's balances were those at some moment from a step on.</summary>
    public bool WasSo(LedgerAddress address, LedgerHead shown, long since)
    {
        var heads = _heads.GetValueOrDefault(address) ?? [];
        return Enumerable.Range(0, heads.Count).Any(index => ReferenceEquals(heads[index].Head, shown)
            && (index == heads.Count - 1 || heads[index + 1].Step >= since));
    }

    /// <summary>Whether a record was ever as it is shown, or taken away so.</summary>
    public bool WasEver(LedgerAddress address, Record shown) =>
        States(address, shown.RecordKey).Exists(state => ReferenceEquals(state.Record, shown));

    /// <summary>What a record was at a step, and all that it has been since.</summary>
    public IEnumerable<Record?> Since(LedgerAddress address, RecordKey key, long since)
    {
        var states = States(address, key);
        var first = states.FindLastIndex(state => state.Step < since);
        return first < 0
            ? states.Select(state => state.Record).Prepend(null)
            : states.Skip(first).Select(state => state.Record);
    }

    /// <summary>
    /// The resources of a kind that had an identifier at some moment from a step on, and whether they had it all the
    /// time.
    /// </summary>
    public IEnumerable<Identified> Identified<T>(OrganizationId organization, string identifier, long since)
        where T : IIdentified
    {
        foreach (var (address, key) in _states.Keys.Where(name => name.Item1.Organization == organization
            && name.Item2.StartsWith($"{IdentifierSet.Prefix}-{T.Prefix}-", StringComparison.Ordinal)))
        {
            var sets = Since(address, new RecordKey(key), since)
                .Select(record => (record as IdentifierSet)?.Find(identifier) is not null)
                .ToList();
            if (sets.Contains(true))
                yield return new Identified(key[(IdentifierSet.Prefix.Length + 1)..], !sets.Contains(false));
        }
    }

    /// <summary>Whether a record was there at a step, and has been all the time since.</summary>
    public bool Stays(LedgerAddress address, RecordKey key, long since)
    {
        var states = States(address, key);
        var first = states.FindLastIndex(state => state.Step < since);
        return first >= 0 && states.Skip(first).All(state => state.Record is not null);
    }

    /// <summary>What of one of an organization's lists was there at a step, and all the time since.</summary>
    public IEnumerable<Listed> Staying(OrganizationId organization, string kind, long since) =>
        (_listed.GetValueOrDefault((organization, kind)) ?? [])
            .Where(listed => Stays(listed.Address, listed.Key, since));

    /// <summary>The versions of a kind of resource that were there before a step.</summary>
    public IEnumerable<JournalEntry> Versions(OrganizationId organization, string kind, long before) =>
        (_versions.GetValueOrDefault((organization, kind)) ?? [])
            .Where(version => version.Step < before)
            .Select(version => version.Entry);

    private List<(long Step, Record? Record)> States(LedgerAddress address, RecordKey key) =>
        _states.GetValueOrDefault((address, key.Value)) ?? [];

    private static List<TItem> Of<TKey, TItem>(Dictionary<TKey, List<TItem>> lists, TKey key) where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list)) lists.Add(key, list = []);
        return list;
    }
}

/// <summary>A resource with an identifier, and whether it had that all the time.</summary>
internal sealed record Identified(string Resource, bool Stays);

/// <summary>Something that stands in one of an organization's lists.</summary>
internal sealed record Listed(LedgerAddress Address, RecordKey Key);
