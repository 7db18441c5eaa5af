namespace Payments.Handlers.Writing;

/// <summary>
/// How an adapter retries a failed call. All attempts and the pauses between them fit into <see
/// cref="AcceptanceLimits.MaxDuration"/>, so that a slow service can't keep a request alive for longer.
/// </summary>
public static class AdapterRetries
{
    /// <summary>The timeout of one attempt; a healthy one takes milliseconds.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The same for storage, which a request calls several times in a row: a storage that hangs has used up most of a
    /// request's time by the second attempt.
    /// </summary>
    public static readonly TimeSpan StorageAttemptTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Attempts after the first: a busy or moving partition is back within a second or so.</summary>
    public const int MaxRetries = 3;

    /// <summary>Doubled with each retry, to about 0.1, 0.2 and 0.4 s: a customer may be waiting.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause, unless the service itself asks for a longer one.</summary>
    public static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(1);
}
