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
}
