using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Reading;

/// <summary>Reads several ledgers.</summary>
internal static class LedgerReads
{
    /// <summary>
    /// How many ledgers are read at once: few enough not to take all of the process's connections, enough to read a
    /// page of a list in a few round trips.
    /// </summary>
    private const int LedgersAtOnce = 16;

    /// <summary>The results, in the order of the addresses.</summary>
    public static async Task<Dictionary<LedgerId, T>> ReadEachAsync<T>(
        this IEnumerable<LedgerId> ledgers, Func<LedgerId, Task<T>> read)
    {
        var found = new Dictionary<LedgerId, T>();
        foreach (var batch in ledgers.Distinct().Chunk(LedgersAtOnce))
        {
            var loaded = await Task.WhenAll(batch.Select(read));
            foreach (var (ledger, value) in batch.Zip(loaded)) found.Add(ledger, value);
        }

        return found;
    }

    /// <summary>
    /// The changes that timeline entries announce, in their order; null for one that was not made: a commit that lost
    /// to another leaves an entry of its own.
    /// </summary>
    public static async Task<IReadOnlyList<JournalEntry?>> LoadListedAsync(
        this ILedgerStore ledgers,
        OrganizationId organization,
        IReadOnlyList<TimelineEntry> entries,
        CancellationToken cancellationToken)
    {
        var wanted = entries.ToLookup(
            entry => entry.Ledger, entry => new JournalPosition(entry.Sequence!.Value, entry.Record));
        var journals = await wanted.Select(group => group.Key).ReadEachAsync(ledger => ledgers.LoadJournalAsync(
            new LedgerAddress(organization, ledger), [.. wanted[ledger].Distinct()], cancellationToken));
        return [.. entries.Select(listed => journals[listed.Ledger].FirstOrDefault(listed.IsOf))];
    }
}
