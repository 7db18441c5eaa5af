using Payments.Ledger.Decisions;

namespace Payments.Handlers.Writing;

/// <summary>What an accepted request came to.</summary>
public enum Outcome
{
    /// <summary>It made the resource.</summary>
    Created,

    /// <summary>It changed a resource that was there.</summary>
    Updated,

    /// <summary>It took the resource away.</summary>
    Deleted,

    /// <summary>The resource was as the request wants it.</summary>
    Unchanged,

    /// <summary>An earlier sending of the same request made the resource.</summary>
    Replayed,
}

/// <summary>What a use case answers: the resource and what came to it, or a rejection.</summary>
/// <typeparam name="T">The resource.</typeparam>
public abstract record Answer<T>
{
    private Answer()
    {
    }

    /// <summary>It is stored as the request wants it.</summary>
    public sealed record Accepted(T Result, Outcome Outcome) : Answer<T>;

    /// <summary>Not stored.</summary>
    public sealed record Rejected(Rejection Rejection) : Answer<T>;

    /// <summary>No, for a reason.</summary>
    public static Answer<T> Reject(RejectionReason reason, string message) =>
        new Rejected(new Rejection(reason, message));
}

/// <summary>
/// A ledger so busy, or an acceptance so slow, that the request was given up. Nothing was accepted; it may be repeated.
/// </summary>
public sealed class LedgerBusyException(string message) : Exception(message);
