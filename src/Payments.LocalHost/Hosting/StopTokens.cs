namespace Payments.LocalHost.Hosting;

/// <summary>The three moments of a stop: take nothing new, hurry, let go.</summary>
internal sealed class StopTokens : IDisposable
{
    private readonly CancellationTokenSource _taking = new();
    private readonly CancellationTokenSource _working = new();
    private readonly CancellationTokenSource _waiting = new();

    /// <summary>Cancelled at once: nothing new is taken.</summary>
    public CancellationToken Taking => _taking.Token;

    /// <summary>What functions get as their CancellationToken.</summary>
    public CancellationToken Working => _working.Token;

    /// <summary>Cancelled when an invocation is no longer waited for.</summary>
    public CancellationToken Waiting => _waiting.Token;

    public void Stop()
    {
        _working.CancelAfter(ShutdownLimits.Undisturbed);
        _waiting.CancelAfter(ShutdownLimits.GiveBack);
        _taking.Cancel();
    }

    public void Dispose()
    {
        _taking.Dispose();
        _working.Dispose();
        _waiting.Dispose();
    }
}
