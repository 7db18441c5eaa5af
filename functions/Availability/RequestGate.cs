namespace Payments.Functions.Availability;

/// <summary>Counts the requests in progress, up to the most that there may be.</summary>
public sealed class RequestGate
{
    private int _inFlight;

    /// <summary>False if there are too many; otherwise <see cref="Leave"/> must follow.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _inFlight) <= RequestLimits.MaxInFlight) return true;
        Leave();
        return false;
    }

    /// <summary>A request has been answered.</summary>
    public void Leave() => Interlocked.Decrement(ref _inFlight);
}
