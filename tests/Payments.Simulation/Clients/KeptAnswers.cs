using System.Text;
using Payments.Dialects.Wire;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.Clients;

/// <summary>
/// What a request with an <c>Idempotency-Key</c> was answered, as far as its answers must be one and the same.
/// </summary>
internal sealed class KeptAnswers
{
    /// <summary>
    /// A run that ends within this time has its place still: another takes it after a minute, by clocks that are half a
    /// minute apart. Then the answer that its caller hears is the one that is kept.
    /// </summary>
    private static readonly TimeSpan Unchallenged = TimeSpan.FromSeconds(25);

    private string? _kept;

    /// <summary>What is wrong with an answer to it, if anything.</summary>
    public string? Check(WireResponse answer, World world, Attempt attempt)
    {
        var isKept = answer.Headers.ContainsKey(IdempotencyMiddleware.ReplayedHeader)
            || (!IsOfTheKey(answer) && world.Scheduler.Now - attempt.At < Unchallenged);
        if (!isKept) return null;
        var said = $"{answer.Status} {Encoding.UTF8.GetString(answer.Body.Span)}";
        var first = _kept ??= said;
        return said == first ? null : $"it was answered {first}, and now {said}";
    }

    /// <summary>That the key is in the way, which is kept nowhere.</summary>
    private static bool IsOfTheKey(WireResponse answer) =>
        answer.Headers.ContainsKey("Retry-After")
        || Encoding.UTF8.GetString(answer.Body.Span).Contains(IdempotencyMiddleware.Header, StringComparison.Ordinal);
}
