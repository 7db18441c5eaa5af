using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>
/// Accepts requests that make a resource, by the rule "commit last" (docs/adr/0003-commit-last.md): read the ledger and
/// the key → decide → enqueue, write the timeline row, reserve the key, side by side → commit. Whatever fails before
/// the commit leaves nothing that counts: a message without its resource is dropped by its consumer, a timeline row is
/// passed over, a reserved key is used by the request's repetition or taken over.
/// </summary>
public sealed class RequestAcceptor(
    LedgerReader reader,
    LedgerWriter writer,
    KeyReservations keys,
    IWorkQueue queue,
    TimeProvider time)
{
    /// <summary>How often a key that others reserve at the same moment is looked at again.</summary>
    private const int MaxKeyRaces = 5;

    /// <summary>The resource, made now or by an earlier request with the same key; or a no.</summary>
    public async Task<Answer<T>> AcceptAsync<T>(AcceptRequest<T> request, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        var started = time.GetTimestamp();
        for (var race = 0; race < MaxKeyRaces; race++)
        {
            try
            {
                return await TryAcceptAsync(request, started, cancellationToken);
            }
            catch (KeyRacedException)
            {
                // Another request reserved the key between our look and our reservation: what it did decides.
            }
        }

        return Answer<T>.Reject(
            RejectionReason.KeyInProgress, $"Other requests with key {request.Key} are in progress.");
    }

    private async Task<Answer<T>> TryAcceptAsync<T>(
        AcceptRequest<T> request, long started, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        // The look at the key goes on while the ledger is read: three round trips in a row, not four.
        var looking = keys.LookUpAsync(request, cancellationToken);
        var written = await writer.WriteAsync(
            request.Address,
            attempt => LoadAsync(request, looking, attempt, cancellationToken),
            loaded => DecideAsync(request, looking, loaded, cancellationToken),
            new CommitPreparation(started, again => PrepareAsync(request, looking, again, cancellationToken)),
            cancellationToken);
        var hold = await looking;
        if (hold is KeyClaim<T>.Concluded settled) return settled.Answer;

        // What was refused may have gone to this very request's first sending, after our look at the key.
        var isRefused = written.Decision is Decision<T>.Rejected;
        if (isRefused && request.Key is not null
            && await keys.LookUpAsync(request, cancellationToken) is KeyClaim<T>.Concluded meanwhile)
            return meanwhile.Answer;

        // The commit itself may have been slow: the message may have been dropped before it took effect.
        if (!isRefused && time.GetElapsedTime(started) > AcceptanceLimits.MaxDuration)
            await EnqueueAsync(request.Work(ChooseId(hold, request)), cancellationToken);
        return written.ToAnswer(Outcome.Created, Outcome.Replayed);
    }

    /// <summary>
    /// A later try looks for what an earlier one may have stored. So does the first of a run, which may have been here
    /// before.
    /// </summary>
    private async Task<LoadedLedger> LoadAsync<T>(
        AcceptRequest<T> request, Task<KeyClaim<T>> looking, int attempt, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        var own = attempt > 0 ? ChooseId(await looking, request) : request.NewId;
        return await reader.LoadAsync(
            request.Address,
            attempt == 0 && ReproducibleExecution.Current is null
                ? request.Reads
                : [.. request.Reads, RecordKey.For(own)],
            cancellationToken);
    }

    private async Task<Decision<T>> DecideAsync<T>(
        AcceptRequest<T> request, Task<KeyClaim<T>> looking, LoadedLedger loaded, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        var hold = await looking;
        if (hold is KeyClaim<T>.Concluded) return new Decision<T>.Rejected(KeyConcluded);
        var id = ChooseId(hold, request);
        if (loaded.Find(id) is { } stored) return new Decision<T>.Unchanged(stored);
        return await keys.DidPreviousSucceedAsync(hold, request.Address.Organization, cancellationToken)
            ? new Decision<T>.Rejected(KeyConcluded)
            : await request.Decide(loaded, id);
    }

    private async Task PrepareAsync<T>(
        AcceptRequest<T> request, Task<KeyClaim<T>> looking, bool again, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        var hold = await looking;
        if (again)
        {
            if (!await keys.StillHoldsAsync(hold, cancellationToken)) throw new KeyRacedException();
            return;
        }

        var reserving = keys.ReserveAsync(hold, request.Fingerprint, cancellationToken);
        await Task.WhenAll(reserving, EnqueueAsync(request.Work(ChooseId(hold, request)), cancellationToken));
        if (!await reserving) throw new KeyRacedException();
    }

    private Task EnqueueAsync((WorkItem Work, TimeSpan Delay)? work, CancellationToken cancellationToken) =>
        work is { } given
            ? queue.EnqueueAsync(given.Work, given.Delay, cancellationToken)
            : Task.CompletedTask;

    private static Id<T> ChooseId<T>(KeyClaim<T> hold, AcceptRequest<T> request) where T : Record, IIdentified =>
        hold switch
        {
            KeyClaim<T>.Keyless held => held.Id,
            KeyClaim<T>.Available free => free.Id,
            _ => request.NewId,
        };

    /// <summary>Ends the writing without a change; the key's own answer is given in its place.</summary>
    private static readonly Rejection KeyConcluded = new(
        RejectionReason.KeyInProgress, "Another request with this key has finished.");

    private sealed class KeyRacedException : Exception;
}
