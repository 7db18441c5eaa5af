using System.Diagnostics;

namespace LocalFunctionsHost.Tests.Hosts;

/// <summary>Waits for the effects of other processes.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task<T> GetAsync<T>(Func<T?> find, string what)
        where T : class
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (find() is { } found) return found;
            Assert.True(waited.Elapsed < Limit, $"Timed out after {Limit} waiting for {what}.");
            await Task.Delay(Poll);
        }
    }

    public static async Task<TimeSpan> IsTrueAsync(Func<bool> condition, string what)
    {
        var waited = Stopwatch.StartNew();
        await GetAsync(() => condition() ? "true" : null, what);
        return waited.Elapsed;
    }
}
