using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>What a use case answers: what the request made (or had made before), or a no.</summary>
/// <typeparam name="T">What it makes.</typeparam>
public abstract record Answer<T>
{
    private Answer()
    {
    }

    /// <summary>Stored. <paramref name="Replayed"/>: by an earlier request with the same key.</summary>
    public sealed record Accepted(T Result, bool Replayed) : Answer<T>;

    /// <summary>Not stored.</summary>
    public sealed record Refused(Refusal Refusal) : Answer<T>;

    /// <summary>No, for a reason.</summary>
    public static Answer<T> No(RefusalReason reason, string message) => new Refused(new Refusal(reason, message));
}

/// <summary>
/// A ledger so busy, or an acceptance so slow, that the request was given up. Nothing was accepted; it may be repeated.
/// </summary>
public sealed class LedgerBusyException(string message) : Exception(message);
