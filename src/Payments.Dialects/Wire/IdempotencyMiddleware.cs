using System.Collections.Immutable;
using Payments.Dialects.Wire.Reading;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Wire;

/// <summary>
/// Handles the <c>Idempotency-Key</c> of requests that create something, for every operation: the first response is
/// stored, and a repeated request gets the same bytes. Why nothing is created twice even if no response could be
/// stored, after a fault or a crash, is in docs/adr/0001-idempotency.md.
/// </summary>
public sealed class IdempotencyMiddleware(IIdempotencyStore answers, IIdSource unique, TimeProvider time)
{
    /// <summary>The request header that carries the key.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The response header that marks a stored response.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>The error message for a malformed key.</summary>
    public static readonly string Rule =
        $"{Header} must have 1 to {Key.MaxLength} characters, and no control characters.";

    /// <summary>The error message for a key that contains a card number.</summary>
    public static readonly string CardNumberRule = $"{Header} must not contain a card number.";

    /// <summary>
    /// How long a request without a response counts as in progress: the longest that one may take before its commit.
    /// After that it counts as dead, and a repetition takes over; should it still be alive, both create the same
    /// single resource.
    /// </summary>
    private static readonly TimeSpan MaxRunTime = AcceptanceLimits.MaxDuration;

    /// <summary>
    /// The response to a request. Its sender is authenticated first: nothing is stored for unauthenticated requests.
    /// A request without a key goes straight to the operation.
    /// </summary>
    public async Task<WireResponse> HandleAsync<TCall>(
        WireRequest request,
        IEndpoint<TCall> endpoint,
        Func<TCall, Task<WireResponse>> operation,
        CancellationToken cancellationToken) where TCall : class
    {
        var authentication = await endpoint.AdmitAsync(request, cancellationToken);
        if (!authentication.TryGetCall(out var call, out var rejection)) return rejection;
        return request.Header(Header) is { } key
            ? await HandleIdempotentAsync(request, key, endpoint, call, operation, cancellationToken)
            : await endpoint.CarryOutAsync(call, operation);
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
        if (caller.ScreensCardNumbers && CardNumberScreen.Finds(sent))
            return endpoint.RejectKey(call, IdempotencyKeyError.CardNumber);
        var name = new IdempotencyKeyName(caller.Organization, key);
        var first = new IdempotencyRecord(caller.ComputeFingerprint(request), unique.NextId(), time.GetUtcNow(), null);
        if (await answers.TryAddAsync(name, first, cancellationToken) is { } version)
            return await ExecuteAsync(name, first with { Version = version }, endpoint, call, operation);

        var found = await answers.FindAsync(name, cancellationToken)
            ?? throw new InvalidOperationException($"Idempotency key {key} exists but has no record.");
        if (found.Fingerprint != first.Fingerprint) return endpoint.RejectKey(call, IdempotencyKeyError.UsedOtherwise);
        if (found.Response is { } kept) return Replay(kept);
        return await TakeOverAsync(name, found, first, cancellationToken) is { } running
            ? await ExecuteAsync(name, running, endpoint, call, operation)
            : endpoint.RejectKey(call, IdempotencyKeyError.InProgress);
    }

    /// <summary>The record for executing the request again; null if another execution is in progress.</summary>
    private async Task<IdempotencyRecord?> TakeOverAsync(
        IdempotencyKeyName name, IdempotencyRecord found, IdempotencyRecord now, CancellationToken cancellationToken)
    {
        // The same seed means this request stored the record itself: the response to the write was lost, and the
        // storage client retried it.
        if (found.Seed == now.Seed) return found;
        if (found.RunningSince is { } since && now.RunningSince - since < MaxRunTime) return null;
        var again = found with { RunningSince = now.RunningSince };
        return await answers.TryReplaceAsync(name, again, cancellationToken) is { } version
            ? again with { Version = version }
            : null;
    }

    /// <summary>
    /// The response is stored even if the caller has disconnected. If this request took too long and a repetition has
    /// taken over, the repetition's response is the one stored.
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
    /// Null for responses that are not to be replayed: authorization errors, requests in progress, faults; and for
    /// bodies too long to store. A repetition is then executed, with the seed of the first.
    /// </summary>
    private static StoredResponse? ToStored(WireResponse answer) =>
        answer.Status is 401 or 403 or >= 500
            || answer.Headers.ContainsKey("Retry-After")
            || answer.Body.Length > StoredResponse.MaxBodyBytes
            ? null
            : new StoredResponse(answer.Status, answer.Headers, answer.Body);
}
