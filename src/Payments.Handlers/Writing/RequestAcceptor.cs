using Payments.Handlers.Ports;
using Payments.Handlers.Telemetry;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>
/// Accepts requests that create a resource, by the rule "commit last" (docs/adr/0003-commit-last.md): read the ledger
/// and the key → decide → enqueue, write the timeline entry, reserve the key, all at once → commit. A failure before
/// the commit leaves nothing that counts: a message without its resource is dropped by its consumer, a timeline entry
/// is skipped, a reserved key is used by the repeated request or taken over.
/// </summary>
public sealed class RequestAcceptor(
    LedgerWriter writer,
    KeyReservations keys,
    IWorkQueue queue,
    PaymentsMetrics metrics,
    TimeProvider time)
{
    /// <summary>How often a key is read again if others reserve it at the same moment.</summary>
    private const int MaxKeyRaces = 5;

    /// <summary>
    /// The resource, created now or by an earlier request with the same key, or a rejection; and the ledger after the
    /// commit, if it was created now.
    /// </summary>
    public async Task<(Answer<T> Answer, LoadedLedger? Committed)> AcceptAsync<T>(
        AcceptRequest<T> request, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        var accepted = await AcceptThroughKeyRacesAsync(request, cancellationToken);
        if (accepted.Answer is Answer<T>.Accepted { Outcome: var outcome }) metrics.Accepted<T>(outcome.ToString());
        if (accepted.Answer is Answer<T>.Rejected { Rejection.Reason: var reason }) metrics.Rejected<T>(reason);
        return accepted;
    }

    private async Task<(Answer<T> Answer, LoadedLedger? Committed)> AcceptThroughKeyRacesAsync<T>(
        AcceptRequest<T> request, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        var started = time.GetTimestamp();
        for (var race = 0; race < MaxKeyRaces; race++)
        {
            try
            {
                var accepted = await TryAcceptAsync(request, started, cancellationToken);
                if (accepted.Answer is Answer<T>.Rejected) request.Claim?.Release();
                return accepted;
            }
            catch (KeyRacedException)
            {
                // Another request reserved the key after this one read it: the result of that request decides.
                request.Claim?.Release();
            }
            catch
            {
                request.Claim?.ReleaseUnlessCommitting();
                throw;
            }
        }

        var busy = Answer<T>.Reject(
            RejectionReason.KeyInProgress, $"Other requests with key {request.Key} are in progress.");
        return (busy, null);
    }

    private async Task<(Answer<T> Answer, LoadedLedger? Committed)> TryAcceptAsync<T>(
        AcceptRequest<T> request, long started, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        // The key is read while the ledger is: three round trips in a row, not four.
        var looking = keys.LookUpAsync(request, cancellationToken);
        var written = await writer.WriteAsync(
            request.Address,
            new LedgerWrite<T>
            {
                ReadsAsync = attempt => ListReadsAsync(request, looking, attempt),
                // What was read before has no record that an earlier execution of this request may have stored.
                Known = ReproducibleExecution.Current is null ? request.Known : null,
                DecideAsync = loaded => DecideAsync(request, looking, loaded, cancellationToken),
                Preparation = new CommitPreparation(
                    started, again => PrepareAsync(request, looking, again, cancellationToken)),
                IsSlow = request.CallsProcessor,
                Inquires = true,
            },
            cancellationToken);
        var claim = await looking;
        if (claim is KeyClaim<T>.Concluded concluded) return (concluded.Answer, null);

        // The rejection may be because this very request, sent before, succeeded after the key was read.
        var isRejected = written.Decision is Decision<T>.Rejected;
        if (isRejected && request.Key is not null
            && await keys.LookUpAsync(request, cancellationToken) is KeyClaim<T>.Concluded meanwhile)
            return (meanwhile.Answer, null);

        // The commit itself may have been slow: the message may have been dropped before it took effect.
        if (!isRejected && time.GetElapsedTime(started) > AcceptanceLimits.MaxDuration)
            await EnqueueAsync(request.Work(ChooseId(claim, request)), cancellationToken);
        return (written.ToAnswer(Outcome.Created, Outcome.Replayed), written.Committed);
    }

    /// <summary>
    /// A later attempt looks for what an earlier one may have stored. So does the first attempt of a reproducible
    /// execution, which may be a repetition.
    /// </summary>
    private static async ValueTask<IReadOnlyCollection<RecordKey>> ListReadsAsync<T>(
        AcceptRequest<T> request, Task<KeyClaim<T>> looking, int attempt)
        where T : Record, IIdentified
    {
        if (attempt == 0 && ReproducibleExecution.Current is null) return request.Reads;
        var own = attempt > 0 ? ChooseId(await looking, request) : request.NewId;
        return [.. request.Reads, RecordKey.For(own)];
    }

    private async Task<Decision<T>> DecideAsync<T>(
        AcceptRequest<T> request, Task<KeyClaim<T>> looking, LoadedLedger loaded, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        var claim = await looking;
        if (claim is KeyClaim<T>.Concluded) return new Decision<T>.Rejected(KeyConcluded);
        var id = ChooseId(claim, request);
        if (loaded.Find(id) is { } stored) return new Decision<T>.Unchanged(stored);
        return await keys.DidPreviousSucceedAsync(claim, request.Address.Organization, cancellationToken)
            ? new Decision<T>.Rejected(KeyConcluded)
            : await request.Decide(loaded, id);
    }

    private async Task PrepareAsync<T>(
        AcceptRequest<T> request, Task<KeyClaim<T>> looking, bool again, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        var claim = await looking;
        if (again)
        {
            if (!await keys.StillHoldsAsync(claim, cancellationToken)) throw new KeyRacedException();
            return;
        }

        var reserving = keys.ReserveAsync(claim, request.Fingerprint, cancellationToken);
        await Task.WhenAll(reserving, EnqueueAsync(request.Work(ChooseId(claim, request)), cancellationToken));
        if (!await reserving) throw new KeyRacedException();
        request.Claim?.BeginCommit();
    }

    private Task EnqueueAsync((WorkItem Work, TimeSpan Delay)? work, CancellationToken cancellationToken) =>
        work is { } given
            ? queue.EnqueueAsync(given.Work, given.Delay, cancellationToken)
            : Task.CompletedTask;

    private static Id<T> ChooseId<T>(KeyClaim<T> claim, AcceptRequest<T> request) where T : Record, IIdentified =>
        claim switch
        {
            KeyClaim<T>.Keyless keyless => keyless.Id,
            KeyClaim<T>.Available available => available.Id,
            _ => request.NewId,
        };

    /// <summary>Ends the writing without a change; the answer for the key replaces it.</summary>
    private static readonly Rejection KeyConcluded = new(
        RejectionReason.KeyInProgress, "Another request with this key has finished.");

    private sealed class KeyRacedException : Exception;
}
