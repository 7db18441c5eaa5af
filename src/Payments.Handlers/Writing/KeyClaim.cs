using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>The state of a request's key.</summary>
/// <typeparam name="T">The resource that the request creates.</typeparam>
internal abstract record KeyClaim<T> where T : Record, IIdentified
{
    private KeyClaim()
    {
    }

    /// <summary>There is no key: continue with this id.</summary>
    public sealed record Keyless(Id<T> Id) : KeyClaim<T>;

    /// <summary>
    /// Reserve the key with this id before the commit: the key is free, or its previous request gave up, or outlived
    /// the lifetime of keys of this kind (<paramref name="Outlived"/>), or this very request reserved it before.
    /// </summary>
    public sealed record Available(Id<T> Id, KeyName Name, KeyReservation? Abandoned, bool Outlived = false)
        : KeyClaim<T>
    {
        /// <summary>
        /// The earlier reservations of the key whose requests failed, as far as is known; the latest first.
        /// </summary>
        public KeyReservation? Before => Outlived
            ? null
            : Abandoned?.Id == Id.ToString() ? Abandoned.Previous : Abandoned;
    }

    /// <summary>An earlier request with the key has determined the answer.</summary>
    public sealed record Concluded(Answer<T> Answer) : KeyClaim<T>;
}
