using Payments.Ledger.Decisions;

namespace Payments.Handlers.Writing;

/// <summary>What an accepted request did.</summary>
public enum Outcome
{
    /// <summary>It created the resource.</summary>
    Created,

    /// <summary>It changed an existing resource.</summary>
    Updated,

    /// <summary>It deleted the resource.</summary>
    Deleted,

    /// <summary>The resource already was as requested.</summary>
    Unchanged,

    /// <summary>The same request created the resource when it was sent before.</summary>
    Replayed,
}

/// <summary>The result of a use case: the resource and what was done to it, or a rejection.</summary>
/// <typeparam name="T">The resource.</typeparam>
public abstract record Answer<T>
{
    private Answer()
    {
    }

    /// <summary>The resource is stored as requested.</summary>
    public sealed record Accepted(T Result, Outcome Outcome) : Answer<T>;

    /// <summary>Nothing was stored.</summary>
    public sealed record Rejected(Rejection Rejection) : Answer<T>;

    /// <summary>A rejection, for a reason.</summary>
    public static Answer<T> Reject(RejectionReason reason, string message) =>
        new Rejected(new Rejection(reason, message));
}

/// <summary>
/// The ledger is so busy, or the request so slow, that it was abandoned. Nothing was accepted; it may be repeated.
/// </summary>
public sealed class LedgerBusyException(string message) : Exception(message);
