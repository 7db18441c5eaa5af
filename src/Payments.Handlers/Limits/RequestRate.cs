using Payments.Handlers.Ports;

namespace Payments.Handlers.Limits;

/// <summary>
/// One organization's request rate in this instance. A small share of the rate is this instance's own, and costs
/// nothing. Beyond it, requests spend a lease: at most once a second the instance takes half of what the shared token
/// bucket holds. So no request waits for storage while the lease lasts, and few organizations ever need one.
/// </summary>
internal sealed class RequestRate
{
    /// <summary>An instance admits a sixteenth of the rate on its own.</summary>
    public const int OwnShareDivisor = 16;

    /// <summary>The bucket holds two seconds' requests: a burst may be that high.</summary>
    public const int BurstSeconds = 2;

    /// <summary>How often an instance may ask storage for more, at most.</summary>
    public static readonly TimeSpan ExchangeInterval = TimeSpan.FromSeconds(1);

    /// <summary>A lease is dropped when it is this old: saved up, it would be a burst out of turn.</summary>
    public static readonly TimeSpan LeaseLifetime = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A bucket that is further ahead of this instance's clock was written by a clock that is wrong, or this one is.
    /// </summary>
    private static readonly TimeSpan MaxClockDifference = TimeSpan.FromSeconds(2);

    /// <summary>How often a write is tried against other instances' writes.</summary>
    private const int MaxAttempts = 5;

    private readonly Lock _lock = new();
    private readonly CounterName _bucket;
    private readonly ICounterStore _counters;
    private readonly TimeProvider _time;
    private double? _own;
    private long _ownAt;
    private long _leased;
    private long? _exchangedAt;
    private Task _exchange = Task.CompletedTask;
    private Counter? _seen;

    public RequestRate(CounterName bucket, ICounterStore counters, TimeProvider time)
    {
        _bucket = bucket;
        _counters = counters;
        _time = time;
        _ownAt = time.GetTimestamp();
    }

    /// <summary>Null if the request is admitted; else how long to wait.</summary>
    public async ValueTask<TimeSpan?> AdmitAsync(int perSecond, CancellationToken cancellationToken)
    {
        if (TryTake(perSecond, out var exchange)) return null;
        if (exchange is null) return ExchangeInterval;
        await exchange.WaitAsync(cancellationToken);
        return TryTake(perSecond, out _) ? null : ExchangeInterval;
    }

    /// <summary>Takes a token; false with the exchange that may bring more, or with null if it is too early.</summary>
    private bool TryTake(int perSecond, out Task? exchange)
    {
        lock (_lock)
        {
            exchange = null;
            Refill(perSecond);
            if (_own >= 1)
            {
                _own--;
                return true;
            }

            if (_leased > 0)
            {
                _leased--;
                return true;
            }

            if (!_exchange.IsCompleted)
            {
                exchange = _exchange;
            }
            else if (_exchangedAt is not { } last || _time.GetElapsedTime(last) >= ExchangeInterval)
            {
                _exchangedAt = _time.GetTimestamp();
                exchange = _exchange = ExchangeAsync(perSecond);
            }

            return false;
        }
    }

    private void Refill(int perSecond)
    {
        var share = Math.Max(1, (double)perSecond / OwnShareDivisor);
        var rate = (double)perSecond / OwnShareDivisor;
        var now = _time.GetTimestamp();
        _own = Math.Min(share, (_own ?? share) + (rate * _time.GetElapsedTime(_ownAt, now).TotalSeconds));
        _ownAt = now;
        if (_exchangedAt is { } last && _time.GetElapsedTime(last, now) >= LeaseLifetime) _leased = 0;
    }

    /// <summary>Takes half of what the shared bucket holds. It serves many requests, so none cancels it.</summary>
    private async Task ExchangeAsync(int perSecond)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var now = _time.GetUtcNow();
            var held = Fill(_seen, perSecond, now);
            var lease = (held.Value + 1) / 2;
            if (await _counters.TryWriteAsync(
                _bucket, held with { Value = held.Value - lease }, CancellationToken.None) is { } version)
            {
                _seen = held with { Value = held.Value - lease, Version = version };
                lock (_lock) _leased += lease;
                return;
            }

            _seen = await _counters.FindAsync(_bucket, CancellationToken.None);
        }
    }

    /// <summary>The bucket with what has flowed into it since it was written.</summary>
    private static Counter Fill(Counter? bucket, int perSecond, DateTimeOffset now)
    {
        var capacity = (long)perSecond * BurstSeconds;
        if (bucket is null) return new Counter(capacity, now);
        var elapsed = (now - bucket.At).TotalSeconds;
        if (elapsed <= 0) return bucket.At - now > MaxClockDifference ? bucket with { At = now } : bucket;
        var added = (long)Math.Min(capacity, elapsed * perSecond);

        // A fraction of a token is not lost: it flows in with the next one.
        return added == 0
            ? bucket
            : bucket with { Value = Math.Min(capacity, bucket.Value + added), At = now };
    }
}
