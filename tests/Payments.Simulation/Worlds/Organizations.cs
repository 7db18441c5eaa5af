using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Testing.Samples;

namespace Payments.Simulation.Worlds;

/// <summary>Organizations with different settings, by the last letter of their names.</summary>
internal sealed class Organizations : IOrganizations
{
    /// <summary>What the checks go by, whatever a canary makes of it.</summary>
    public static readonly Organizations All = new();

    public ValueTask<Organization?> FindAsync(OrganizationId id, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Organization?>(new Organization(
            id,
            (AllocationPolicy)((id.Value[^1] - 'a') % Enum.GetValues<AllocationPolicy>().Length),
            Organization.DefaultAuthorizationLifetime,
            RefundsReopenBalance: id.Value[^1] == 'b',
            SharesMerchantAccount: SharesMerchantAccount(id))
        {
            FingerprintKey = new byte[32],
            LateFailures = id.Value[^1] is 'a' or 'd' ? LateFailures.Reallocate : LateFailures.Leave,
            Limits = SampleLimits.High,
        });

    /// <summary>Whether the sandbox may draw on what the storefront recorded.</summary>
    public static bool SharesMerchantAccount(OrganizationId id) => id.Value[^1] == 'd';
}
