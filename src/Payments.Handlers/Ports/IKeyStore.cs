using Payments.Ledger.Identity;

namespace Payments.Handlers.Ports;

/// <summary>What a caller's key is unique in.</summary>
/// <param name="Organization">The caller's organization.</param>
/// <param name="Kind">Whose key: the prefix of the resource's ids.</param>
/// <param name="Key">The key.</param>
public sealed record KeyName(OrganizationId Organization, string Kind, Key Key)
{
    /// <summary>The name of a key of a resource.</summary>
    public static KeyName For<T>(OrganizationId organization, Key key) where T : IIdentified =>
        new(organization, T.Prefix, key);
}

/// <summary>A key as it was reserved.</summary>
/// <param name="Id">The id of the resource that gets, or has got, the key.</param>
/// <param name="Fingerprint">A hash of what was asked.</param>
/// <param name="At">When. UTC.</param>
/// <param name="Version">The entity's ETag, for taking it over.</param>
/// <param name="Previous">
/// The one that it was taken over from, which came to nothing as far as was known; null where there was none.
/// </param>
public sealed record KeyReservation(
    string Id, string Fingerprint, DateTimeOffset At, string Version = "", KeyReservation? Previous = null)
{
    /// <summary>It and those before it, without those of before a moment; they have no versions any more.</summary>
    public KeyReservation? PruneBefore(DateTimeOffset moment) =>
        At < moment ? null : this with { Version = "", Previous = Previous?.PruneBefore(moment) };
}

/// <summary>
/// Callers' keys, in a table of their own. A key is reserved before the resource is stored, with the id that it will
/// have; whether the resource came to be is the ledger's to say.
/// </summary>
public interface IKeyStore
{
    /// <summary>The reservation of a key, if there is one.</summary>
    Task<KeyReservation?> FindAsync(KeyName name, CancellationToken cancellationToken);

    /// <summary>Reserves a key; false where it is reserved already.</summary>
    Task<bool> TryReserveAsync(KeyName name, KeyReservation reservation, CancellationToken cancellationToken);

    /// <summary>Puts a reservation in place of one that came to nothing; false where that one has changed.</summary>
    Task<bool> TryTakeOverAsync(
        KeyName name, KeyReservation abandoned, KeyReservation reservation, CancellationToken cancellationToken);
}
