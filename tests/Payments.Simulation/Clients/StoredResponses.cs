using System.Text;
using Payments.Dialects.Wire;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.Clients;

/// <summary>
/// The stored response of a request with an <c>Idempotency-Key</c>, as far as its responses must be identical.
/// </summary>
internal sealed class StoredResponses
{
    /// <summary>
    /// A run that ends within this time still owns its idempotency record: another run takes over after a minute, by
    /// clocks that differ by half a minute. So the response that its caller gets is the one that is stored.
    /// </summary>
    private static readonly TimeSpan Unchallenged = TimeSpan.FromSeconds(25);

    /// <summary>Clocks differ by half a minute, so a stored rejection may expire that much earlier.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private string? _kept;
    private TimeSpan _keptAt;
    private bool _isRejection;

    /// <summary>The violation in a response to the request, if any.</summary>
    public string? Check(WireResponse answer, World world, Attempt attempt)
    {
        var isKept = answer.Headers.ContainsKey(IdempotencyMiddleware.ReplayedHeader)
            || (!IsOfTheKey(answer) && world.Scheduler.Now - attempt.At < Unchallenged);
        if (!isKept) return null;
        var said = $"{answer.Status} {Encoding.UTF8.GetString(answer.Body.Span)}";
        var now = world.Scheduler.Now;
        var hasExpired = _isRejection && now - _keptAt >= IdempotencyMiddleware.RejectionLifetime - Skew;
        if (_kept is null || (said != _kept && hasExpired))
            (_kept, _keptAt, _isRejection) = (said, now, answer.Status is >= 400 and < 500);
        return said == _kept ? null : $"the response was {_kept}, and now is {said}";
    }

    /// <summary>Whether the response reports a conflict of the key, which is not stored.</summary>
    private static bool IsOfTheKey(WireResponse answer) =>
        answer.Headers.ContainsKey("Retry-After")
        || Encoding.UTF8.GetString(answer.Body.Span).Contains(IdempotencyMiddleware.Header, StringComparison.Ordinal);
}
