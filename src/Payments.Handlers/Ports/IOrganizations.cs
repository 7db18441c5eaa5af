using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Ports;

/// <summary>What an organization has chosen.</summary>
/// <param name="Id">The organization.</param>
/// <param name="Policy">How its refunds are spread over captures.</param>
/// <param name="AuthorizationLifetime">How long funds stay set aside.</param>
/// <param name="RefundsReopenBalance">
/// Whether what is refunded of an order is to be paid again; an order keeps what this was when it was last registered.
/// </param>
/// <param name="SharesMerchantAccount">
/// Whether what its storefront records took place on a merchant account that this service's processor uses too, so that
/// ours executes refunds, captures and releases of it. If not, as by default, those are only recorded or rejected. What
/// was recorded keeps what this was then.
/// </param>
public sealed record Organization(
    OrganizationId Id,
    AllocationPolicy Policy,
    TimeSpan AuthorizationLifetime,
    bool RefundsReopenBalance = false,
    bool SharesMerchantAccount = false)
{
    /// <summary>Card authorizations commonly stand for 7 days.</summary>
    public static readonly TimeSpan DefaultAuthorizationLifetime = TimeSpan.FromDays(7);
}

/// <summary>The organizations of this service, from its settings.</summary>
public interface IOrganizations
{
    /// <summary>
    /// An organization's choices. Only those that a caller's credentials named are asked for, so there always is one.
    /// </summary>
    Organization this[OrganizationId id] { get; }
}
