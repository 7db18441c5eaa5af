using System.Collections.Immutable;
using Payments.Ledger.Identity;

namespace Payments.Processors.CommerceHub;

/// <summary>An organization's account at the Commerce Hub gateway. Its text shows no secret.</summary>
public sealed class CommerceHubAccount(
    OrganizationId organization, string apiKey, string secret, string merchantId, string terminalId)
{
    /// <summary>Whose payments it takes.</summary>
    public OrganizationId Organization { get; } = organization;

    /// <summary>Who issued the tokens that callers send, unless they say so themselves.</summary>
    public string TokenSource { get; init; } = "TRANSARMOR";

    internal string ApiKey { get; } = apiKey;

    internal string Secret { get; } = secret;

    internal string MerchantId { get; } = merchantId;

    internal string TerminalId { get; } = terminalId;

    /// <inheritdoc/>
    public override string ToString() => $"{Organization} at Commerce Hub";
}

/// <summary>The accounts at the gateway, and where it is.</summary>
/// <param name="Accounts">At most one for each organization.</param>
public sealed record CommerceHubSettings(ImmutableArray<CommerceHubAccount> Accounts)
{
    /// <summary>
    /// The gateway's address with its prefix (docs/reference/commerce-hub-credits.md): the certification host has
    /// another, and tests have one on this machine.
    /// </summary>
    public Uri Address { get; init; } = new("https://connect.fiservapis.com/ch");

    /// <summary>How long one try of a request may take.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
