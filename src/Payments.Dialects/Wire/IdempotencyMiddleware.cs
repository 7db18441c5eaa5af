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
    /// How long a stored 4xx response is replayed: as long as clients repeat a request on their own. Then the request
    /// is executed again, because what it was rejected for may be over.
    /// </summary>
    public static readonly TimeSpan RejectionLifetime = TimeSpan.FromDays(1);

    /// <summary>
    /// The response to a request. Its sender is authenticated and authorized first: neither does a rejected request use
    /// up its key, nor does anyone get a stored response who may not make the request. A request without a key goes
    /// straight to the operation.
    /// </summary>
    public async Task<WireResponse> HandleAsync<TCall>(
        WireRequest request,
        IEndpoint<TCall> endpoint,
        Func<TCall, CancellationToken, Task<WireResponse>> operation,
        CancellationToken cancellationToken) where TCall : class
    {
        var authentication = await endpoint.AdmitAsync(request, cancellationToken);
        if (!authentication.TryGetCall(out var call, out var rejection)) return rejection;
        if (!endpoint.TryAuthorize(call, out rejection)) return rejection;
        return request.Header(Header) is { } key
            ? await HandleIdempotentAsync(request, key, endpoint, call, operation, cancellationToken)
            : await endpoint.ExecuteAsync(call, operation, cancellationToken);
    }

    private async Task<WireResponse> HandleIdempotentAsync<TCall>(
        WireRequest request,
        string sent,
        IEndpoint<TCall> endpoint,
        TCall call,
        Func<TCall, CancellationToken, Task<WireResponse>> operation,
        CancellationToken cancellationToken) where TCall : class
    {
        Task<WireResponse> ExecuteCallAsync() => endpoint.ExecuteAsync(call, operation, cancellationToken);
        if (!Key.TryFrom(sent, out var key)) return endpoint.RejectKey(call, IdempotencyKeyError.Malformed);

        var scope = endpoint.GetIdempotencyScope(call);
        if (scope.Organization.ScreensCardNumbers && CardNumberScreen.Finds(sent))
            return endpoint.RejectKey(call, IdempotencyKeyError.CardNumber);
        var name = new IdempotencyKeyName(scope.Organization.Id, key);
        var first = new IdempotencyRecord(
            RequestFingerprint.Compute(request, scope), unique.NextId(), time.GetUtcNow(), null);
        if (await answers.TryAddAsync(name, first, cancellationToken) is { } version)
            return await ExecuteAsync(name, first with { Version = version }, ExecuteCallAsync);

        var found = await answers.FindAsync(name, cancellationToken)
            ?? throw new InvalidOperationException($"Idempotency key {key} exists but has no record.");
        if (!IsRepetition(found, request, scope)) return endpoint.RejectKey(call, IdempotencyKeyError.UsedOtherwise);
        if (found.Response is { } kept && !IsExpired(kept)) return Replay(kept);
        return await TakeOverAsync(name, found, first, cancellationToken) is { } running
            ? await ExecuteAsync(name, running, ExecuteCallAsync)
            : endpoint.RejectKey(call, IdempotencyKeyError.InProgress);
    }

    /// <summary>
    /// Throws if it can't be told. The client is then asked to repeat the request under the same key; told that this is
    /// another request, it might send it again under another key, and pay twice.
    /// </summary>
    private static bool IsRepetition(IdempotencyRecord found, WireRequest request, IdempotencyScope scope) =>
        RequestFingerprint.Compare(found.Fingerprint, request, scope) switch
        {
            FingerprintMatch.Same => true,
            FingerprintMatch.Different => false,
            _ => throw new InvalidOperationException(
                $"A stored request of {scope.Organization.Id} can't be compared with its repetition: its fingerprint "
                + "is of an earlier version, or of a key that the organization no longer has."),
        };

    /// <summary>Rejections stored by earlier versions have no time, and are past it.</summary>
    private bool IsExpired(StoredResponse kept) =>
        kept.Status is >= 400 and < 500 && !(time.GetUtcNow() - kept.StoredAt < RejectionLifetime);

    /// <summary>The record for executing the request again; null if another execution is in progress.</summary>
    private async Task<IdempotencyRecord?> TakeOverAsync(
        IdempotencyKeyName name, IdempotencyRecord found, IdempotencyRecord now, CancellationToken cancellationToken)
    {
        // The same seed means this request stored the record itself: the response to the write was lost, and the
        // storage client retried it.
        if (found.Seed == now.Seed) return found;
        if (found.RunningSince is { } since && now.RunningSince - since < MaxRunTime) return null;
        var again = found with { RunningSince = now.RunningSince, Response = null };
        return await answers.TryReplaceAsync(name, again, cancellationToken) is { } version
            ? again with { Version = version }
            : null;
    }

    /// <summary>
    /// The response is stored even if the caller has disconnected. If this request took too long and a repetition has
    /// taken over, the repetition's response is the one stored.
    /// </summary>
    private async Task<WireResponse> ExecuteAsync(
        IdempotencyKeyName name, IdempotencyRecord running, Func<Task<WireResponse>> operation)
    {
        var ended = running with { RunningSince = null };
        WireResponse answer;
        try
        {
            answer = await ReproducibleExecution.RunAsync(running.Seed, operation);
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
    /// Null for responses that are not to be replayed: those about the sender instead of the request, requests in
    /// progress, faults; and for bodies too long to store. A repetition is then executed, with the seed of the first.
    /// </summary>
    private StoredResponse? ToStored(WireResponse answer) =>
        answer.Status is 401 or 403 or 429 or >= 500
            || answer.Headers.ContainsKey("Retry-After")
            || answer.Body.Length > StoredResponse.MaxBodyBytes
            ? null
            : new StoredResponse(answer.Status, answer.Headers, answer.Body, time.GetUtcNow());
}
