using Payments.Handlers.Ports;
using Payments.Ledger.Records;

namespace Payments.Functions.Settings;

/// <summary>
/// The settings of one organization, <c>Organizations:{n}</c>. Identifiers are values, never parts of a setting's name:
/// on Linux the name of an app setting may not contain a hyphen.
/// </summary>
internal sealed class OrganizationSettings
{
    public string Id { get; init; } = "";

    public AllocationPolicy AllocationPolicy { get; init; } = AllocationPolicy.FewestCaptures;

    public double AuthorizationDays { get; init; } = Organization.DefaultAuthorizationLifetime.TotalDays;

    public bool RefundsReopenBalance { get; init; }

    public bool SharesMerchantAccount { get; init; }

    public bool ScreensCardNumbers { get; init; } = true;

    public LateFailures LateFailures { get; init; }

    /// <summary>The name of its processor; empty for the default.</summary>
    public string Processor { get; init; } = "";

    public int RequestsPerSecond { get; init; } = OrganizationLimits.DefaultRequestsPerSecond;

    /// <summary>Such as <c>USD 10000.00, EUR 9000.00</c>.</summary>
    public string RefundsPerDay { get; init; } = "";

    /// <summary>The same for open credits: they are off in a currency that is not listed.</summary>
    public string CreditsPerDay { get; init; } = "";

    public string[] FlowTokens { get; init; } = [];

    public OrderCloudClientSettings[] OrderCloudClients { get; init; } = [];

    public CommerceHubKeySettings[] CommerceHubKeys { get; init; } = [];
}

/// <summary>A client of the OrderCloud dialect.</summary>
internal sealed class OrderCloudClientSettings
{
    public string Id { get; init; } = "";

    public string Secret { get; init; } = "";

    /// <summary>Separated by spaces.</summary>
    public string Roles { get; init; } = "";
}

/// <summary>An API key of the Commerce Hub dialect.</summary>
internal sealed class CommerceHubKeySettings
{
    public string Key { get; init; } = "";

    public string Secret { get; init; } = "";

    public Merchant Merchant { get; init; } = new();
}
