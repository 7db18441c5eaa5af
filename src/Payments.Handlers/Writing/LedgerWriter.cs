using Payments.Handlers.Ports;
using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>
/// The only way to change a ledger: load, decide, make preparations that are harmless without the commit, commit; and
/// start over if another change came first. The decision is repeated on each state, and must recognize its own result:
/// a commit whose response was lost has taken effect nevertheless.
/// </summary>
public sealed class LedgerWriter(
    ILedgerStore store, ITimeline timeline, LedgerGate gate, TimeProvider time, Random random)
{
    /// <summary>
    /// How often a change is attempted on a ledger that others change too. Within a process changes take turns, so
    /// every lost attempt is due to another process: with ten of them on one order, 40 attempts fail about once in
    /// 10^19 times.
    /// </summary>
    public const int MaxAttempts = 40;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Decides on the ledger with the given records, and stores the changes.</summary>
    public Task<Written<T>> WriteAsync<T>(
        LedgerAddress address,
        IReadOnlyCollection<RecordKey> records,
        Func<LoadedLedger, Decision<T>> decide,
        CancellationToken cancellationToken) =>
        WriteAsync(
            address,
            _ => store.LoadAsync(address, records, cancellationToken),
            loaded => Task.FromResult(decide(loaded)),
            before: null,
            cancellationToken);

    /// <summary>
    /// The same, if what is loaded depends on the attempt (from 0), and if something must precede each commit. An
    /// attempt that would commit later than <see cref="AcceptanceLimits.MaxDuration"/> after the start is given up:
    /// some time after that, lists treat a timeline entry without its change as abandoned.
    /// </summary>
    public async Task<Written<T>> WriteAsync<T>(
        LedgerAddress address,
        Func<int, Task<LoadedLedger>> load,
        Func<LoadedLedger, Task<Decision<T>>> decide,
        CommitPreparation? before,
        CancellationToken cancellationToken)
    {
        using var turn = await gate.EnterAsync(address, cancellationToken);
        var began = before?.Began ?? time.GetTimestamp();
        LedgerVersion? torn = null;
        Written<T>? tried = null;
#pragma warning disable CA5394 // It distinguishes changes, and is not a secret.
        var number = random.NextInt64();
#pragma warning restore CA5394
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var loaded = await load(attempt);
            Decision<T> decision;
            try
            {
                decision = await decide(loaded);
            }
            catch (Exception contradiction) when (IsOfTornRead(contradiction) && loaded.Version != torn)
            {
                // Head and records are read side by side, and may contradict each other if a change came in between. If
                // they still do so on the same state, it is a defect.
                torn = loaded.Version;
                continue;
            }

            if (decision is Decision<T>.Rejected && tried is { Decision: Decision<T>.Accepted { Changes: var lost } }
                && await TookEffectAsync(address, lost, cancellationToken))
                return tried;
            if (decision is not Decision<T>.Accepted accepted) return new Written<T>(decision, loaded);
            var changes = accepted.Changes.WithCommit(number, ActingCaller.Current);
            await Task.WhenAll(
                ListAsync(address, changes, cancellationToken),
                before?.PrepareAsync(tried is not null) ?? Task.CompletedTask);
            if (time.GetElapsedTime(began) > AcceptanceLimits.MaxDuration)
                throw new LedgerBusyException($"Changing {address} took more than {AcceptanceLimits.MaxDuration}.");
            tried = new Written<T>(accepted with { Changes = changes }, loaded);
            if (await store.CommitAsync(address, loaded.Version, changes, cancellationToken) is not null) return tried;
            await Task.Delay(Pause(attempt), time, cancellationToken);
        }

        throw new LedgerBusyException(
            $"Ledger {address} changed {MaxAttempts} times while a change of it was being made.");
    }

    /// <summary>
    /// Whether reading again may lead to another decision: records contradict the head, or a change would not add up
    /// because one of them was older than the head.
    /// </summary>
    private static bool IsOfTornRead(Exception contradiction) =>
        contradiction is TornReadException or BrokenInvariantException;

    /// <summary>
    /// Whether a change whose commit was reported as a conflict is in the journal nevertheless: the response was lost,
    /// and what others did since then is why it is rejected now.
    /// </summary>
    private async Task<bool> TookEffectAsync(
        LedgerAddress address, LedgerChanges changes, CancellationToken cancellationToken)
    {
        if (changes.Entries.IsEmpty) return false;
        var own = changes.Entries[0];
        var stored = await store.LoadJournalAsync(address, [own.Sequence], cancellationToken);
        return stored.Any(entry => entry.Commit == own.Commit && entry.Record.RecordKey == own.Record.RecordKey);
    }

    private Task ListAsync(LedgerAddress address, LedgerChanges changes, CancellationToken cancellationToken)
    {
        var entries = TimelineEntries.Create(address.Ledger, changes);
        return entries.IsEmpty
            ? Task.CompletedTask
            : timeline.AppendAsync(address.Organization, entries, cancellationToken);
    }

    /// <summary>Grows with each attempt, and is random, so that those who collided do not collide again.</summary>
    private TimeSpan Pause(int attempt)
    {
        var longest = Math.Min(MaxPause.TotalMilliseconds, FirstPause.TotalMilliseconds * Math.Pow(2, attempt));
#pragma warning disable CA5394 // Random delays need no secure source.
        return TimeSpan.FromMilliseconds(random.NextDouble() * longest);
#pragma warning restore CA5394
    }
}
