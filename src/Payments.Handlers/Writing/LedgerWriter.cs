using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>
/// The only way to change a ledger. The decision is repeated on each state that is found, and must recognize its own
/// result: a commit whose response was lost has taken effect nevertheless. How it is committed: <see
/// cref="GroupCommits"/>.
/// </summary>
public sealed class LedgerWriter(GroupCommits commits, LedgerQueues queues, TimeProvider time, Random random)
{
    /// <summary>
    /// How often a change is attempted on a ledger that others change too. Within a process changes take turns, so
    /// every lost attempt is due to another process: with ten of them on one order, 40 attempts fail about once in
    /// 10^19 times.
    /// </summary>
    public const int MaxAttempts = 40;

    /// <summary>Decides on the ledger with the given records, and stores the changes.</summary>
    /// <param name="address">The ledger.</param>
    /// <param name="records">The records that the decision needs.</param>
    /// <param name="decide">The decision.</param>
    /// <param name="known">See <see cref="LedgerWrite{T}.Known"/>.</param>
    /// <param name="cancellationToken">Ends the waiting; a commit that has begun is not canceled.</param>
    public Task<Written<T>> WriteAsync<T>(
        LedgerAddress address,
        IReadOnlyCollection<RecordKey> records,
        Func<LoadedLedger, Decision<T>> decide,
        LoadedLedger? known,
        CancellationToken cancellationToken) =>
        WriteAsync(
            address,
            new LedgerWrite<T>
            {
                ReadsAsync = _ => new(records),
                Known = known,
                DecideAsync = loaded => Task.FromResult(decide(loaded)),
            },
            cancellationToken);

    /// <summary>
    /// Makes a change. An attempt that would commit later than <see cref="AcceptanceLimits.MaxDuration"/> after the
    /// start is given up: some time after that, lists treat a timeline entry without its change as abandoned.
    /// </summary>
    public async Task<Written<T>> WriteAsync<T>(
        LedgerAddress address, LedgerWrite<T> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
#pragma warning disable CA5394 // It distinguishes changes, and is not a secret.
        var number = random.NextInt64();
#pragma warning restore CA5394
        var change = new PendingChange<T>(
            write, write.Preparation?.Began ?? time.GetTimestamp(), number, ActingCaller.Current);
        commits.Add(address, change);
        await using var canceled = cancellationToken.UnsafeRegister(
            _ =>
            {
                if (queues.TryRemove(address, change)) change.Cancel(cancellationToken);
            },
            null);
        return await change.End;
    }
}
