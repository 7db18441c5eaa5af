using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>Where a request stands with its key.</summary>
/// <typeparam name="T">The resource that it makes.</typeparam>
internal abstract record KeyHold<T> where T : Record, IIdentified
{
    private KeyHold()
    {
    }

    /// <summary>There is no key: go on with this id.</summary>
    public sealed record Held(Id<T> Id) : KeyHold<T>;

    /// <summary>
    /// The key is free, or whoever had it gave up, or had it for as long as a key of its kind lasts
    /// (<paramref name="Outlived"/>), or it is this request's own from before: reserve it with this id before the
    /// commit.
    /// </summary>
    public sealed record Free(Id<T> Id, KeyName Name, KeyReservation? Abandoned, bool Outlived = false)
        : KeyHold<T>
    {
        /// <summary>Those that had the key before and came to nothing, as far as is known; the latest first.</summary>
        public KeyReservation? Before => Outlived
            ? null
            : Abandoned?.Id == Id.ToString() ? Abandoned.Former : Abandoned;
    }

    /// <summary>An earlier request with the key has settled the answer.</summary>
    public sealed record Settled(Answer<T> Answer) : KeyHold<T>;
}
