using System.Diagnostics;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>
/// A change that waits for its ledger's next commit. What it does on its caller's behalf runs in the caller's context.
/// </summary>
internal abstract class PendingChange
{
    private readonly ExecutionContext? _caller = ExecutionContext.Capture();

    /// <summary>The caller's span; none if nobody listens.</summary>
    public ActivityContext Span { get; } = Activity.Current?.Context ?? default;

    /// <summary>Whether other changes may be committed with it.</summary>
    public abstract bool IsShared { get; }

    /// <summary>When it began: it is abandoned once it has taken too long.</summary>
    public abstract long Began { get; }

    /// <summary>Whether reading the ledger triggers an inquiry about unknown outcomes.</summary>
    public abstract bool Inquires { get; }

    /// <summary>See <see cref="LedgerWrite{T}.Known"/>.</summary>
    public abstract LoadedLedger? Known { get; }

    /// <summary>See <see cref="LedgerWrite{T}.LoadAsync"/>.</summary>
    public abstract Func<Task<LoadedLedger>>? LoadAsync { get; }

    /// <summary>The changes of the last decision; null if it changes nothing.</summary>
    public LedgerChanges? Changes { get; protected set; }

    /// <summary>The changes of an attempt whose commit was reported as a conflict; null if there was none.</summary>
    public LedgerChanges? Tried { get; protected set; }

    /// <summary>Whether the last decision is a rejection.</summary>
    public abstract bool IsRejected { get; }

    /// <summary>The records that the decision needs.</summary>
    public abstract Task<IReadOnlyCollection<RecordKey>> ListReadsAsync(int attempt);

    /// <summary>Decides on a state of the ledger.</summary>
    public abstract Task DecideAsync(LoadedLedger loaded);

    /// <summary>Prepares the commit of the last decision.</summary>
    public abstract Task PrepareAsync();

    /// <summary>Notes that the last decision is now being committed.</summary>
    public abstract void Try();

    /// <summary>Ends with the last decision. The state after its commit, if it changes anything.</summary>
    public abstract void Complete(LoadedLedger? committed);

    /// <summary>Ends with the decision that was being committed: it took effect after all.</summary>
    public abstract void CompleteTried();

    /// <summary>Ends with a failure.</summary>
    public abstract void Fail(Exception failure);

    /// <summary>Runs a caller's function in the caller's context.</summary>
    protected TResult RunAsCaller<TResult>(Func<TResult> function)
    {
        if (_caller is null) return function();
        TResult result = default!;
        ExecutionContext.Run(_caller, _ => result = function(), null);
        return result;
    }
}

/// <summary>A change whose result has a type.</summary>
internal sealed class PendingChange<T>(LedgerWrite<T> write, long began, long number, Actor actor) : PendingChange
{
    private readonly TaskCompletionSource<Written<T>> _end =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Written<T>? _written;
    private Written<T>? _tried;
    private bool _isPrepared;

    public Task<Written<T>> End => _end.Task;

    public override bool IsShared => write is { LoadAsync: null, IsSlow: false };

    public override long Began => began;

    public override bool Inquires => write.Inquires;

    public override LoadedLedger? Known => write.Known;

    public override Func<Task<LoadedLedger>>? LoadAsync =>
        write.LoadAsync is { } load ? () => RunAsCaller(load) : null;

    public override bool IsRejected => _written?.Decision is Decision<T>.Rejected;

    public override async Task<IReadOnlyCollection<RecordKey>> ListReadsAsync(int attempt) =>
        await RunAsCaller(() => write.ReadsAsync(_tried is null ? attempt : Math.Max(attempt, 1)));

    public override async Task DecideAsync(LoadedLedger loaded)
    {
        var decision = await RunAsCaller(() => write.DecideAsync(loaded));
        if (decision is Decision<T>.Accepted accepted)
        {
            var changes = accepted.Changes.WithEvents(loaded.Records).WithCommit(number, actor);
            decision = accepted with { Changes = changes };
        }

        Changes = (decision as Decision<T>.Accepted)?.Changes;
        _written = new Written<T>(decision, loaded);
    }

    public override async Task PrepareAsync()
    {
        if (write.Preparation is not { } preparation) return;
        await RunAsCaller(() => preparation.PrepareAsync(_isPrepared));
        _isPrepared = true;
    }

    public override void Try() => (_tried, Tried) = (_written, Changes);

    public override void Complete(LoadedLedger? committed) =>
        _end.TrySetResult(_written! with { Committed = committed });

    public override void CompleteTried() => _end.TrySetResult(_tried!);

    public override void Fail(Exception failure) => _end.TrySetException(failure);

    /// <summary>Ends because the caller has gone; the change must not be in a commit.</summary>
    public void Cancel(CancellationToken cancellationToken) => _end.TrySetCanceled(cancellationToken);
}
