using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Ports;

/// <summary>An organization's settings.</summary>
/// <param name="Id">The organization.</param>
/// <param name="Policy">How its refunds are allocated to captures.</param>
/// <param name="AuthorizationLifetime">How long an authorization is valid.</param>
/// <param name="RefundsReopenBalance">
/// Whether a refunded amount of an order is due again; an order keeps the setting of its last registration.
/// </param>
public sealed record Organization(
    OrganizationId Id, AllocationPolicy Policy, TimeSpan AuthorizationLifetime, bool RefundsReopenBalance = false)
{
    /// <summary>Card authorizations are commonly valid for 7 days.</summary>
    public static readonly TimeSpan DefaultAuthorizationLifetime = TimeSpan.FromDays(7);
}

/// <summary>The organizations of this service, from its settings.</summary>
public interface IOrganizations
{
    /// <summary>
    /// An organization's settings. It always exists: only organizations that authenticated callers belong to are looked
    /// up.
    /// </summary>
    Organization this[OrganizationId id] { get; }
}
