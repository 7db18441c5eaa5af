namespace Payments.Functions.Availability;

/// <summary>What a single request, and all requests together, may cost this process.</summary>
public static class RequestLimits
{
    /// <summary>The longest body, in bytes: far above any request of the three APIs.</summary>
    public const int MaxBodyBytes = 256 * 1024;

    /// <summary>
    /// The requests in progress; more are answered 503 at once. With the longest bodies they hold 64 MiB. A request
    /// takes some 20 ms, so this many come at about 10,000 a second, or where storage is slow.
    /// </summary>
    public const int MaxInFlight = 256;

    /// <summary>How long a body may take to arrive; longer is 408.</summary>
    public static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long an operation may take until its cancellation. What it was writing at that moment has an unknown result,
    /// exactly as if its caller had disconnected: the answer is 503, and the same request under the same key finds out.
    /// </summary>
    public static readonly TimeSpan OperationTimeout = TimeSpan.FromSeconds(8);

    /// <summary>
    /// When the answer is given even though the operation does not end: what it does without cancellation (storing the
    /// response to an idempotency key) goes on.
    /// </summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(9);

    /// <summary>The header of a 503 that says when to repeat the request.</summary>
    public const string RetryAfterHeader = "Retry-After";

    /// <summary>In seconds: how long after a failure storage may be tried again.</summary>
    public const string RetryAfter = "2";
}
