using Payments.Handlers.Ports;
using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Simulation.Checks;

/// <summary>
/// Every state of every record, and the step of the run from which it was current, so that what a read shows can be
/// compared with what was stored while it read. Records are immutable, so a state is identified by its object.
/// </summary>
internal sealed class Past
{
    private readonly Dictionary<(LedgerAddress, string), List<(long Step, Record? Record)>> _states = [];
    private readonly Dictionary<LedgerAddress, List<(long Step, LedgerHead Head)>> _heads = [];
    private readonly Dictionary<(OrganizationId, string Kind), List<Listed>> _listed = [];
    private readonly Dictionary<(OrganizationId, string Kind), List<(long Step, JournalEntry Entry)>> _versions = [];

    /// <summary>Records a change that was stored.</summary>
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

    /// <summary>The current state of a record, or its last.</summary>
    public Record? Last(LedgerAddress address, RecordKey key) =>
        States(address, key).Select(state => state.Record).LastOrDefault(record => record is not null);

    /// <summary>Whether a record was as shown (null: absent) at some moment since a step.</summary>
    public bool WasSo(LedgerAddress address, RecordKey key, Record? shown, long since)
    {
        var states = States(address, key);
        if (shown is null && (states.Count == 0 || states[0].Step >= since)) return true;
        return Enumerable.Range(0, states.Count).Any(index => ReferenceEquals(states[index].Record, shown)
            && (index == states.Count - 1 || states[index + 1].Step >= since));
    }

    /// <summary>Whether a ledger had those balances at some moment since a step.</summary>
    public bool WasSo(LedgerAddress address, LedgerHead shown, long since)
    {
        var heads = _heads.GetValueOrDefault(address) ?? [];
        return Enumerable.Range(0, heads.Count).Any(index => ReferenceEquals(heads[index].Head, shown)
            && (index == heads.Count - 1 || heads[index + 1].Step >= since));
    }

    /// <summary>Whether a record was ever as shown, or was removed in that state.</summary>
    public bool WasEver(LedgerAddress address, Record shown) =>
        States(address, shown.RecordKey).Exists(state => ReferenceEquals(state.Record, shown));

    /// <summary>The state of a record at a step, and all its states since.</summary>
    public IEnumerable<Record?> Since(LedgerAddress address, RecordKey key, long since)
    {
        var states = States(address, key);
        var first = states.FindLastIndex(state => state.Step < since);
        return first < 0
            ? states.Select(state => state.Record).Prepend(null)
            : states.Skip(first).Select(state => state.Record);
    }

    /// <summary>
    /// The resources of a kind that had an identifier at some moment since a step, and whether they had it throughout.
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

    /// <summary>Whether a record existed at a step, and ever since.</summary>
    public bool Stays(LedgerAddress address, RecordKey key, long since)
    {
        var states = States(address, key);
        var first = states.FindLastIndex(state => state.Step < since);
        return first >= 0 && states.Skip(first).All(state => state.Record is not null);
    }

    /// <summary>The entries of an organization's list that existed at a step, and ever since.</summary>
    public IEnumerable<Listed> Staying(OrganizationId organization, string kind, long since) =>
        (_listed.GetValueOrDefault((organization, kind)) ?? [])
            .Where(listed => Stays(listed.Address, listed.Key, since));

    /// <summary>The versions of a kind of resource that existed before a step.</summary>
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

/// <summary>A resource with an identifier, and whether it had it throughout.</summary>
internal sealed record Identified(string Resource, bool Stays);

/// <summary>An entry in one of an organization's lists.</summary>
internal sealed record Listed(LedgerAddress Address, RecordKey Key);
