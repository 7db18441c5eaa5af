using Microsoft.Extensions.Logging;
using Payments.Handlers.Ports;

namespace Payments.Functions.Availability;

/// <summary>
/// Whether everything that the app depends on answers. However many ask, each dependency is asked at most every few
/// seconds: strangers may ask too.
/// </summary>
public sealed partial class Readiness(
    IEnumerable<IDependencyCheck> checks, TimeProvider time, ILogger<Readiness> log)
{
    /// <summary>How long an answer counts.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(3);

    /// <summary>How long a dependency may take before it counts as away.</summary>
    public static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private Task<bool>? _last;
    private long _lastEndedAt;

    /// <summary>Whether all answer; those who ask at the same time get the same answer.</summary>
    public Task<bool> IsReadyAsync()
    {
        lock (_lock)
        {
            var isCurrent = _last is { } last
                && (!last.IsCompleted || time.GetElapsedTime(Interlocked.Read(ref _lastEndedAt)) < MaxAge);
            return isCurrent ? _last! : _last = CheckAllAsync();
        }
    }

    private async Task<bool> CheckAllAsync()
    {
        // Not under the lock.
        await Task.Yield();
        var answers = await Task.WhenAll(checks.Select(CheckAsync));
        Interlocked.Exchange(ref _lastEndedAt, time.GetTimestamp());
        return answers.All(isThere => isThere);
    }

    /// <summary>
    /// Whatever a check throws shows that the dependency is away. One that does not heed its cancellation is not waited
    /// for.
    /// </summary>
    private async Task<bool> CheckAsync(IDependencyCheck check)
    {
        using var timeout = new CancellationTokenSource(CheckTimeout, time);
        try
        {
            await check.CheckAsync(timeout.Token).WaitAsync(timeout.Token);
            return true;
        }
        catch (Exception fault)
        {
            LogAway(check.Dependency, fault.Message.Split('\r', '\n')[0]);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Not ready: {Dependency} does not answer. {Reason}")]
    private partial void LogAway(string dependency, string reason);
}
