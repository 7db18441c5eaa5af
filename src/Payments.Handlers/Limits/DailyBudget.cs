using Payments.Handlers.Ports;

namespace Payments.Handlers.Limits;

/// <summary>
/// What this instance may still spend of one of an organization's ceilings on one day. It takes slices of what is left
/// from the shared counter, and spends them in memory: the counter holds what was handed out, never less than what was
/// spent, so no interleaving of instances spends more than the ceiling. What a crash loses counts as spent.
/// </summary>
internal sealed class DailyBudget(CounterName name, ICounterStore counters, TimeProvider time, Random random)
{
    /// <summary>
    /// A slice is a 64th of what is left, so that a day costs some hundred writes, and an idle instance keeps at most a
    /// 64th from the others.
    /// </summary>
    public const int SliceDivisor = 64;

    /// <summary>How long a reading that showed too little left is believed: rejections cost no storage calls.</summary>
    public static readonly TimeSpan ReadingLifetime = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Handed out to this instance and not spent, in minor units.</summary>
    private long _left;

    /// <summary>The counter as last seen. At first it is assumed to be new: mostly one write is saved.</summary>
    private Counter _seen = new(0, DateTimeOffset.MinValue);

    private DateTimeOffset _seenAt = DateTimeOffset.MinValue;

    /// <summary>One refill at a time.</summary>
    private SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>Takes an amount; false if less is left of the ceiling.</summary>
    public async Task<bool> TryTakeAsync(long amount, long ceiling, CancellationToken cancellationToken)
    {
        if (TrySpend(amount)) return true;
        await Turn.WaitAsync(cancellationToken);
        try
        {
            while (!TrySpend(amount))
            {
                if (!await TryRefillAsync(amount, ceiling, cancellationToken)) return false;
            }

            return true;
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>Returns what was not needed. It costs no call: the next request spends it.</summary>
    public void Return(long amount) => Interlocked.Add(ref _left, amount);

    /// <summary>
    /// Returns what is not spent to the counter, for the other instances; by one write, because a conflict may be with
    /// this write itself, whose response was lost: returned twice, an amount would be spent beyond the ceiling.
    /// </summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await Turn.WaitAsync(cancellationToken);
        try
        {
            var unspent = Interlocked.Exchange(ref _left, 0);
            if (unspent == 0) return;
            await ReadAsync(cancellationToken);
            await TryWriteAsync(_seen.Value - unspent, cancellationToken);
        }
        finally
        {
            Turn.Release();
        }
    }

    private bool TrySpend(long amount)
    {
        for (var left = Interlocked.Read(ref _left); left >= amount;)
        {
            var found = Interlocked.CompareExchange(ref _left, left - amount, left);
            if (found == left) return true;
            left = found;
        }

        return false;
    }

    /// <summary>
    /// Takes a slice, or more if the amount is more; false if there is not enough. Each lost race is another
    /// instance's success, so the loop ends.
    /// </summary>
    private async Task<bool> TryRefillAsync(long amount, long ceiling, CancellationToken cancellationToken)
    {
        while (true)
        {
            var missing = amount - Interlocked.Read(ref _left);
            if (missing <= 0) return true;
            var free = ceiling - _seen.Value;
            if (free < missing)
            {
                if (time.GetUtcNow() - _seenAt < ReadingLifetime) return false;
                await ReadAsync(cancellationToken);
                if (ceiling - _seen.Value < missing) return false;
                continue;
            }

            var slice = Math.Max(missing, free / SliceDivisor);
            if (await TryWriteAsync(_seen.Value + slice, cancellationToken))
            {
                Interlocked.Add(ref _left, slice);
                return true;
            }

            await ReadAsync(cancellationToken);
            await Task.Delay(Pause(), time, cancellationToken);
        }
    }

    private async Task<bool> TryWriteAsync(long value, CancellationToken cancellationToken)
    {
        var next = new Counter(value, time.GetUtcNow(), _seen.Version);
        if (await counters.TryWriteAsync(name, next, cancellationToken) is not { } version) return false;
        See(next with { Version = version });
        return true;
    }

    private async Task ReadAsync(CancellationToken cancellationToken) =>
        See(await counters.FindAsync(name, cancellationToken) ?? new Counter(0, time.GetUtcNow()));

    private void See(Counter counter) => (_seen, _seenAt) = (counter, time.GetUtcNow());

    private TimeSpan Pause()
    {
#pragma warning disable CA5394 // Random delays need no secure source.
        return random.NextDouble() * MaxPause;
#pragma warning restore CA5394
    }
}
