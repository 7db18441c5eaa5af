using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Simulation.Worlds;

/// <summary>Organizations with different settings, by the last letter of their names.</summary>
internal sealed class Organizations : IOrganizations
{
    /// <summary>What the checks go by, whatever a canary makes of it.</summary>
    public static readonly Organizations All = new();

    public Organization this[OrganizationId id] => new(
        id,
        (AllocationPolicy)((id.Value[^1] - 'a') % Enum.GetValues<AllocationPolicy>().Length),
        Organization.DefaultAuthorizationLifetime,
        RefundsReopenBalance: id.Value[^1] == 'b',
        SharesMerchantAccount: id.Value[^1] == 'd');
}
