using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Wire;

/// <summary>
/// The <c>Idempotency-Key</c> of a request that makes something, round whichever operation that is: the first answer
/// is kept, and a repetition gets it to the byte. Why nothing is made twice where there is no answer to keep, after a
/// fault or a crash, is in docs/adr/0001-idempotency.md.
/// </summary>
public sealed class IdempotencyMiddleware(IIdempotencyStore answers, IIdSource unique, TimeProvider time)
{
    /// <summary>The header of a request.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The header of an answer that was given before.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>What a key must be like.</summary>
    public static readonly string Rule =
        $"{Header} must have 1 to {Key.MaxLength} characters, and no control characters.";

    /// <summary>
    /// How long a request without an answer counts as under way: as long as one may take before its commit. After that
    /// it counts as dead, and its repetition takes its place; if it lives, both make the same one thing.
    /// </summary>
    private static readonly TimeSpan MaxRunTime = AcceptanceLimits.MaxDuration;

    /// <summary>
    /// The response to a request. Its sender is authenticated first: nothing is stored for who can't prove who they
    /// are. Without a key it is the operation's own.
    /// </summary>
    public Task<WireResponse> HandleAsync<TCall>(
        WireRequest request,
        IEndpoint<TCall> endpoint,
        Func<TCall, Task<WireResponse>> operation,
        CancellationToken cancellationToken) where TCall : class
    {
        if (!endpoint.TryAuthenticate(request, out var call, out var rejection)) return Task.FromResult(rejection);
        return request.Header(Header) is { } key
            ? HandleIdempotentAsync(request, key, endpoint, call, operation, cancellationToken)
            : endpoint.CarryOutAsync(call, operation);
    }

    private async Task<WireResponse> HandleIdempotentAsync<TCall>(
        WireRequest request,
        string sent,
        IEndpoint<TCall> endpoint,
        TCall call,
        Func<TCall, Task<WireResponse>> operation,
        CancellationToken cancellationToken) where TCall : class
    {
        if (!Key.TryFrom(sent, out var key)) return endpoint.RejectKey(call, IdempotencyKeyError.Malformed);

        var caller = endpoint.GetIdempotencyScope(call);
        var name = new IdempotencyKeyName(caller.Organization, key);
        var first = new IdempotencyRecord(caller.ComputeFingerprint(request), unique.NextId(), time.GetUtcNow(), null);
        if (await answers.TryAddAsync(name, first, cancellationToken) is { } version)
            return await ExecuteAsync(name, first with { Version = version }, endpoint, call, operation);

        var found = await answers.FindAsync(name, cancellationToken)
            ?? throw new InvalidOperationException($"The key {key} has a request, and has none.");
        if (found.Fingerprint != first.Fingerprint) return endpoint.RejectKey(call, IdempotencyKeyError.UsedOtherwise);
        if (found.Response is { } kept) return Replay(kept);
        return await TakeOverAsync(name, found, first, cancellationToken) is { } running
            ? await ExecuteAsync(name, running, endpoint, call, operation)
            : endpoint.RejectKey(call, IdempotencyKeyError.InProgress);
    }

    /// <summary>The request again, to be carried out; null where another does that.</summary>
    private async Task<IdempotencyRecord?> TakeOverAsync(
        IdempotencyKeyName name, IdempotencyRecord found, IdempotencyRecord now, CancellationToken cancellationToken)
    {
        // With our own number in it, it is our own: the answer to storing it was lost, and it was sent once more.
        if (found.Seed == now.Seed) return found;
        if (found.RunningSince is { } since && now.RunningSince - since < MaxRunTime) return null;
        var again = found with { RunningSince = now.RunningSince };
        return await answers.TryReplaceAsync(name, again, cancellationToken) is { } version
            ? again with { Version = version }
            : null;
    }

    /// <summary>
    /// What was done is kept though the caller has gone meanwhile. Where another has taken this request's place, which
    /// took too long, the answer to keep is that one's.
    /// </summary>
    private async Task<WireResponse> ExecuteAsync<TCall>(
        IdempotencyKeyName name,
        IdempotencyRecord running,
        IEndpoint<TCall> endpoint,
        TCall call,
        Func<TCall, Task<WireResponse>> operation) where TCall : class
    {
        var ended = running with { RunningSince = null };
        WireResponse answer;
        try
        {
            answer = await ReproducibleExecution.RunAsync(
                running.Seed, () => endpoint.CarryOutAsync(call, operation));
        }
        catch
        {
            await answers.TryReplaceAsync(name, ended, CancellationToken.None);
            throw;
        }

        await answers.TryReplaceAsync(name, ended with { Response = ToStored(answer) }, CancellationToken.None);
        return answer;
    }

    private static WireResponse Replay(StoredResponse kept) =>
        new WireResponse(kept.Status, kept.Body, kept.Headers.WithComparers(StringComparer.OrdinalIgnoreCase))
            .With(ReplayedHeader, "true");

    /// <summary>
    /// Null for what is not to be repeated: that a caller may not do this, that something is under way, a fault; and
    /// for a body that is too long to keep. The repetition is then carried out, under the first one's numbers.
    /// </summary>
    private static StoredResponse? ToStored(WireResponse answer) =>
        answer.Status is 401 or 403 or >= 500
            || answer.Headers.ContainsKey("Retry-After")
            || answer.Body.Length > StoredResponse.MaxBodyBytes
            ? null
            : new StoredResponse(answer.Status, answer.Headers, answer.Body);
}
