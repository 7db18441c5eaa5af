using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;

namespace Payments.Handlers.Writing;

/// <summary>The result of writing to a ledger.</summary>
/// <typeparam name="T">What the change creates.</typeparam>
/// <param name="Decision">The decision; if accepted, it is stored.</param>
/// <param name="Ledger">The ledger that it was decided on, as far as it was loaded.</param>
public sealed record Written<T>(Decision<T> Decision, LoadedLedger Ledger)
{
    /// <summary>
    /// The ledger after the commit, which may have stored other changes too; null if nothing was stored, or if that
    /// state is not known.
    /// </summary>
    public LoadedLedger? Committed { get; init; }

    /// <summary>The ledger after the decision.</summary>
    public LoadedLedger After =>
        Decision is Decision<T>.Accepted accepted ? Ledger.After(accepted.Changes, version: null) : Ledger;

    /// <summary>
    /// What the decision created, or found created before; only for a decision that can't be a rejection.
    /// </summary>
    public T Result => Decision switch
    {
        Decision<T>.Accepted accepted => accepted.Result,
        Decision<T>.Unchanged unchanged => unchanged.Result,
        _ => throw new InvalidOperationException($"This can't be rejected: {Decision}."),
    };

    /// <summary>The answer to the request.</summary>
    /// <param name="changed">The outcome to report if something was stored.</param>
    /// <param name="unchanged">The outcome to report if nothing had to be stored.</param>
    public Answer<T> ToAnswer(Outcome changed, Outcome unchanged = Outcome.Unchanged) =>
        ToAnswer(result => result, changed, unchanged);

    /// <summary>The same, with another result than the decision's.</summary>
    public Answer<TShown> ToAnswer<TShown>(
        Func<T, TShown> show, Outcome changed, Outcome unchanged = Outcome.Unchanged) => Decision switch
        {
            Decision<T>.Accepted accepted => new Answer<TShown>.Accepted(show(accepted.Result), changed),
            Decision<T>.Unchanged same => new Answer<TShown>.Accepted(show(same.Result), unchanged),
            Decision<T>.Rejected rejected => new Answer<TShown>.Rejected(rejected.Rejection),
            _ => throw new InvalidOperationException($"No such decision: {Decision}."),
        };
}
