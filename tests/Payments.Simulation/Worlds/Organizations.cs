using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Simulation.Worlds;

/// <summary>Organizations with different settings, by the last letter of their names.</summary>
internal sealed class Organizations : IOrganizations
{
    public ValueTask<Organization?> FindAsync(OrganizationId id, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Organization?>(new Organization(
            id,
            (AllocationPolicy)((id.Value[^1] - 'a') % Enum.GetValues<AllocationPolicy>().Length),
            Organization.DefaultAuthorizationLifetime,
            RefundsReopenBalance: id.Value[^1] == 'b'));
}
