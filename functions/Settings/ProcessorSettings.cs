using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors.CommerceHub;
using Payments.Processors.Stripe;

namespace Payments.Functions.Settings;

/// <summary>
/// The accounts at processors, <c>Processors:Stripe:Accounts:{n}</c> and <c>Processors:CommerceHub:Accounts:{n}</c>. In
/// Azure, their secrets are references to a Key Vault.
/// </summary>
internal static class ProcessorSettings
{
    public const string Section = "Processors";
    public const string Stripe = $"{Section}:Stripe";
    public const string CommerceHub = $"{Section}:CommerceHub";
    public const string Accounts = "Accounts";
    public const string Address = "Address";

    /// <summary>Reads settings that <see cref="ProcessorSettingsCheck"/> found to be right.</summary>
    public static StripeSettings ReadStripe(IConfiguration configuration)
    {
        var section = configuration.GetSection(Stripe);
        var accounts = section.GetSection(Accounts).Get<StripeAccountSettings[]>() ?? [];
        var settings = new StripeSettings(
        [
            .. accounts.Select(account => new StripeAccount(
                OrganizationId.From(account.Organization), account.SecretKey, [.. account.WebhookSecrets])),
        ]);
        return section[Address] is { Length: > 0 } address
            ? settings with { Address = new Uri(address) }
            : settings;
    }

    /// <summary>Reads settings that <see cref="ProcessorSettingsCheck"/> found to be right.</summary>
    public static CommerceHubSettings ReadCommerceHub(IConfiguration configuration)
    {
        var section = configuration.GetSection(CommerceHub);
        var accounts = section.GetSection(Accounts).Get<CommerceHubAccountSettings[]>() ?? [];
        var settings = new CommerceHubSettings(
        [
            .. accounts.Select(account => new CommerceHubAccount(
                OrganizationId.From(account.Organization),
                account.ApiKey,
                account.Secret,
                account.MerchantId,
                account.TerminalId)
            {
                TokenSource = account.TokenSource,
            }),
        ]);
        return section[Address] is { Length: > 0 } address
            ? settings with { Address = new Uri(address) }
            : settings;
    }

    /// <summary>The organizations that have an account at each processor that needs one.</summary>
    public static ImmutableDictionary<ProcessorName, ImmutableHashSet<string>> ListAccounts(
        IConfiguration configuration) =>
        ImmutableDictionary<ProcessorName, ImmutableHashSet<string>>.Empty
            .Add(StripeProcessor.StoredName, ListOrganizations(configuration.GetSection(Stripe)))
            .Add(CommerceHubProcessor.StoredName, ListOrganizations(configuration.GetSection(CommerceHub)));

    private static ImmutableHashSet<string> ListOrganizations(IConfigurationSection processor) =>
    [
        .. processor.GetSection(Accounts).GetChildren()
            .Select(account => account[nameof(StripeAccountSettings.Organization)])
            .OfType<string>(),
    ];
}

/// <summary>An account at Stripe.</summary>
internal sealed class StripeAccountSettings
{
    public string Organization { get; init; } = "";

    public string SecretKey { get; init; } = "";

    public string[] WebhookSecrets { get; init; } = [];
}

/// <summary>An account at the Commerce Hub gateway.</summary>
internal sealed class CommerceHubAccountSettings
{
    public string Organization { get; init; } = "";

    public string ApiKey { get; init; } = "";

    public string Secret { get; init; } = "";

    public string MerchantId { get; init; } = "";

    public string TerminalId { get; init; } = "";

    public string TokenSource { get; init; } = "TRANSARMOR";
}
