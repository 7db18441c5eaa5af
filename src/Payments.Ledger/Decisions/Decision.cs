namespace Payments.Ledger.Decisions;

/// <summary>What the ledger says to a command: changes to store and what they made, or a no.</summary>
/// <typeparam name="T">What an accepted command makes.</typeparam>
public abstract record Decision<T>
{
    private Decision()
    {
    }

    /// <summary>Yes, once the changes are stored.</summary>
    public sealed record Accepted(T Result, LedgerChanges Changes) : Decision<T>;

    /// <summary>Yes, and it has been stored already: the command came before.</summary>
    public sealed record Unchanged(T Result) : Decision<T>;

    /// <summary>No.</summary>
    public sealed record Rejected(Rejection Rejection) : Decision<T>;

    /// <summary>Yes: what the change made, and the change.</summary>
    public static Decision<T> Accept(T result, LedgerChanges changes) => new Accepted(result, changes);

    /// <summary>No, for a reason.</summary>
    public static Decision<T> Reject(RejectionReason reason, string message) =>
        new Rejected(new Rejection(reason, message));
}
