using Payments.Ledger.Identity;

namespace Payments.Handlers.Ports;

/// <summary>The scope in which a caller's key is unique.</summary>
/// <param name="Organization">The caller's organization.</param>
/// <param name="Kind">The kind of resource: the prefix of its ids.</param>
/// <param name="Key">The caller's key.</param>
public sealed record KeyName(OrganizationId Organization, string Kind, Key Key)
{
    /// <summary>The name of a key of a resource.</summary>
    public static KeyName For<T>(OrganizationId organization, Key key) where T : IIdentified =>
        new(organization, T.Prefix, key);
}

/// <summary>The reservation of a key.</summary>
/// <param name="Id">The id of the resource that has the key, or will have it.</param>
/// <param name="Fingerprint">A hash of the request.</param>
/// <param name="At">When it was reserved; UTC.</param>
/// <param name="Version">The entity's ETag, for taking it over.</param>
/// <param name="Previous">
/// The reservation that this one replaced, because its request had failed as far as was known; null if there was none.
/// </param>
public sealed record KeyReservation(
    string Id, string Fingerprint, DateTimeOffset At, string Version = "", KeyReservation? Previous = null)
{
    /// <summary>
    /// This reservation and the previous ones, without those from before a moment, and without their versions.
    /// </summary>
    public KeyReservation? PruneBefore(DateTimeOffset moment) =>
        At < moment ? null : this with { Version = "", Previous = Previous?.PruneBefore(moment) };
}

/// <summary>
/// Callers' keys, in a table of their own. A key is reserved before the resource is stored, with the id that it will
/// have; whether the resource was created is stored in the ledger.
/// </summary>
public interface IKeyStore
{
    /// <summary>The reservation of a key, if any.</summary>
    Task<KeyReservation?> FindAsync(KeyName name, CancellationToken cancellationToken);

    /// <summary>Reserves a key; false if it is already reserved.</summary>
    Task<bool> TryReserveAsync(KeyName name, KeyReservation reservation, CancellationToken cancellationToken);

    /// <summary>Replaces a reservation whose request failed; false if that reservation has changed.</summary>
    Task<bool> TryTakeOverAsync(
        KeyName name, KeyReservation abandoned, KeyReservation reservation, CancellationToken cancellationToken);
}
