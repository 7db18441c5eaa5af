namespace Payments.Ledger.Decisions;

/// <summary>The ledger's decision on a command: the changes to store and their result, or a rejection.</summary>
/// <typeparam name="T">The result of an accepted command.</typeparam>
public abstract record Decision<T>
{
    private Decision()
    {
    }

    /// <summary>Accepted, once the changes are stored.</summary>
    public sealed record Accepted(T Result, LedgerChanges Changes) : Decision<T>;

    /// <summary>Accepted before: the changes are already stored.</summary>
    public sealed record Unchanged(T Result) : Decision<T>;

    public sealed record Rejected(Rejection Rejection) : Decision<T>;

    public static Decision<T> Accept(T result, LedgerChanges changes) => new Accepted(result, changes);

    public static Decision<T> Reject(RejectionReason reason, string message) =>
        new Rejected(new Rejection(reason, message));
}
