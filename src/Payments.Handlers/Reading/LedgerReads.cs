using Payments.Ledger.Identity;

namespace Payments.Handlers.Reading;

/// <summary>Reads of several ledgers.</summary>
internal static class LedgerReads
{
    /// <summary>
    /// How many ledgers are read side by side: a page of a list is a few round trips long, and doesn't take all of the
    /// process's connections.
    /// </summary>
    private const int LedgersAtOnce = 16;

    /// <summary>What was read of each.</summary>
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
}
