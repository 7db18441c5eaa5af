using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>Where a request stands with its key.</summary>
/// <typeparam name="T">The resource that it makes.</typeparam>
internal abstract record KeyClaim<T> where T : Record, IIdentified
{
    private KeyClaim()
    {
    }

    /// <summary>There is no key: go on with this id.</summary>
    public sealed record Keyless(Id<T> Id) : KeyClaim<T>;

    /// <summary>
    /// The key is free, or whoever had it gave up, or had it for as long as a key of its kind lasts
    /// (<paramref name="Outlived"/>), or it is this request's own from before: reserve it with this id before the
    /// commit.
    /// </summary>
    public sealed record Available(Id<T> Id, KeyName Name, KeyReservation? Abandoned, bool Outlived = false)
        : KeyClaim<T>
    {
        /// <summary>Those that had the key before and came to nothing, as far as is known; the latest first.</summary>
        public KeyReservation? Before => Outlived
            ? null
            : Abandoned?.Id == Id.ToString() ? Abandoned.Previous : Abandoned;
    }

    /// <summary>An earlier request with the key has settled the answer.</summary>
    public sealed record Concluded(Answer<T> Answer) : KeyClaim<T>;
}
