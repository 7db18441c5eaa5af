using Payments.Handlers.Tests.World;

namespace Payments.Handlers.Tests;

public sealed class CommitLast
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private readonly Shop _shop = new();

    [Fact]
    public async Task The_ledger_and_the_key_are_read_concurrently()
    {
        await _shop.CapturedAsync(100);
        Meet(Calls.LedgerRead, Calls.KeyRead);

        (await _shop.RefundAsync(10, "k")).Accepted();
    }

    [Fact]
    public async Task The_message_the_timeline_entry_and_the_reservation_are_written_concurrently()
    {
        await _shop.CapturedAsync(100);
        Meet(Calls.Enqueue, Calls.Timeline, Calls.KeyWrite);

        (await _shop.RefundAsync(10, "k")).Accepted();
    }

    [Fact]
    public async Task The_commit_comes_last_after_everything_else_has_completed()
    {
        await _shop.CapturedAsync(100);

        (await _shop.RefundAsync(10, "k")).Accepted();

        var log = _shop.Wire.Log;
        Assert.Equal([$"{Calls.Commit}>", $"{Calls.Commit}<"], log.TakeLast(2));
        var reads = new[] { Calls.LedgerRead, Calls.KeyRead }.Max(call => log.IndexOf($"{call}<"));
        Assert.All(
            [Calls.Enqueue, Calls.Timeline, Calls.KeyWrite], call => Assert.True(log.IndexOf($"{call}>") > reads));
        Assert.Equal(12, log.Count);
    }

    /// <summary>Delays each of the first such calls until all of them have begun.</summary>
    private void Meet(params string[] calls)
    {
        var begun = calls.ToDictionary(call => call, _ => new TaskCompletionSource());
        _shop.Wire.Before = async (call, number) =>
        {
            if (number > 1 || !begun.TryGetValue(call, out var own)) return;
            own.TrySetResult();
            await Task.WhenAll(begun.Values.Select(other => other.Task)).WaitAsync(Timeout);
        };
    }
}

internal static class Lists
{
    public static int IndexOf(this IReadOnlyList<string> list, string entry) => list.ToList().IndexOf(entry);
}
