using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;

namespace Payments.Handlers.Writing;

/// <summary>What came of writing to a ledger.</summary>
/// <typeparam name="T">What the change makes.</typeparam>
/// <param name="Decision">What was decided; where it was accepted, it is stored.</param>
/// <param name="Ledger">The ledger that it was decided on, as far as it was loaded.</param>
public sealed record Written<T>(Decision<T> Decision, LoadedLedger Ledger)
{
    /// <summary>The ledger as the decision left it.</summary>
    public LoadedLedger After => Decision is Decision<T>.Accepted accepted ? Ledger.After(accepted.Changes) : Ledger;

    /// <summary>What was made, or had been made before; for a decision that can't be a rejection.</summary>
    public T Result => Decision switch
    {
        Decision<T>.Accepted accepted => accepted.Result,
        Decision<T>.Unchanged unchanged => unchanged.Result,
        _ => throw new InvalidOperationException($"This can't be rejected: {Decision}."),
    };

    /// <summary>The answer to who asked for the change.</summary>
    /// <param name="changed">What it is called where something was stored.</param>
    /// <param name="unchanged">What it is called where nothing had to be.</param>
    public Answer<T> ToAnswer(Outcome changed, Outcome unchanged = Outcome.Unchanged) =>
        ToAnswer(result => result, changed, unchanged);

    /// <summary>The same, showing something else than what the decision made.</summary>
    public Answer<TShown> ToAnswer<TShown>(
        Func<T, TShown> show, Outcome changed, Outcome unchanged = Outcome.Unchanged) => Decision switch
        {
            Decision<T>.Accepted accepted => new Answer<TShown>.Accepted(show(accepted.Result), changed),
            Decision<T>.Unchanged same => new Answer<TShown>.Accepted(show(same.Result), unchanged),
            Decision<T>.Rejected refused => new Answer<TShown>.Rejected(refused.Rejection),
            _ => throw new InvalidOperationException($"No such decision: {Decision}."),
        };
}
