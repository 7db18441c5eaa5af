using System.Collections.Immutable;
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
/// <param name="SharesMerchantAccount">
/// Whether what its storefront records took place on a merchant account that this service's processor uses too, so that
/// ours executes refunds, captures and releases of it. If not, as by default, those are only recorded or rejected. What
/// was recorded keeps what this was then.
/// </param>
/// <param name="ScreensCardNumbers">
/// Whether texts that would be stored are rejected if they contain a card number. Fields for tokens always are.
/// </param>
public sealed record Organization(
    OrganizationId Id,
    AllocationPolicy Policy,
    TimeSpan AuthorizationLifetime,
    bool RefundsReopenBalance = false,
    bool SharesMerchantAccount = false,
    bool ScreensCardNumbers = true)
{
    /// <summary>Card authorizations are commonly valid for 7 days.</summary>
    public static readonly TimeSpan DefaultAuthorizationLifetime = TimeSpan.FromDays(7);

    /// <summary>
    /// 256 bits, drawn once for each organization: the fingerprints of its requests are made with it, because from a
    /// plain hash of a body with a card number in it, the number could be found. Rotating a credential leaves it.
    /// </summary>
    public ReadOnlyMemory<byte> FingerprintKey { get; init; }

    /// <summary>
    /// The fingerprint keys that this one replaced, as long as repetitions of requests from their time are to be
    /// recognized.
    /// </summary>
    public ImmutableArray<ReadOnlyMemory<byte>> PreviousFingerprintKeys { get; init; } = [];

    /// <summary>What becomes of parts of its refunds that fail after they have succeeded.</summary>
    public LateFailures LateFailures { get; init; }

    /// <summary>
    /// The processor of its new authorizations and open credits; null for the service's default. What a processor
    /// created stays with it.
    /// </summary>
    public ProcessorName? Processor { get; init; }

    /// <summary>What it may use in a second and in a day.</summary>
    public OrganizationLimits Limits { get; init; } = OrganizationLimits.Default;

    /// <summary>The entity's ETag, for replacing it.</summary>
    public string Version { get; init; } = "";
}

/// <summary>The organizations of this service. What was changed is seen within a minute.</summary>
public interface IOrganizations
{
    /// <summary>An organization's settings; null if there is none with this id.</summary>
    ValueTask<Organization?> FindAsync(OrganizationId id, CancellationToken cancellationToken);

    /// <summary>The settings of an organization that a credential belongs to, and which therefore exists.</summary>
    async ValueTask<Organization> GetAsync(OrganizationId id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken)
        ?? throw new InvalidOperationException($"There is no organization {id} any more.");
}
