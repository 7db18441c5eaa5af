using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Payments.Dialects.Flow;
using Payments.Dialects.OrderCloud.Tokens;
using Payments.Handlers.Access;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Functions.Settings;

/// <summary>A credential of the settings of a local service, with its secret in plain text.</summary>
internal sealed record LocalCredential(
    CredentialName Name, OrganizationId Organization, string Secret)
{
    public ImmutableArray<string> Roles { get; init; } = [];

    public Merchant Merchant { get; init; } = new();
}

/// <summary>The organizations, credentials and signing key in the settings of a local service.</summary>
internal sealed record LocalSettings(
    ImmutableArray<Organization> Organizations, ImmutableArray<LocalCredential> Credentials, SigningKey SigningKey)
{
    /// <summary>Reads settings that <see cref="SettingsCheck"/> found to be right.</summary>
    public static LocalSettings Read(IConfiguration configuration)
    {
        var settings = configuration.GetSection(SettingsCheck.Organizations).Get<OrganizationSettings[]>() ?? [];
        var pkcs8 = Convert.FromBase64String(configuration[SettingsCheck.SigningKey]!);
        return new LocalSettings(
            [.. settings.Select(ToOrganization)],
            [.. settings.SelectMany(ToCredentials)],
            new SigningKey(pkcs8, default) { Id = new TokenKey(pkcs8).Id, IsLocal = true });
    }

    private static Organization ToOrganization(OrganizationSettings settings) => new(
        OrganizationId.From(settings.Id),
        settings.AllocationPolicy,
        TimeSpan.FromDays(settings.AuthorizationDays),
        settings.RefundsReopenBalance,
        settings.SharesMerchantAccount,
        settings.ScreensCardNumbers)
    {
        LateFailures = settings.LateFailures,
        Processor = settings.Processor is { Length: > 0 } processor ? new ProcessorName(processor) : null,
        Limits = new OrganizationLimits
        {
            RequestsPerSecond = settings.RequestsPerSecond,
            RefundsPerDay = DailyAmounts.Parse(settings.RefundsPerDay),
            CreditsPerDay = DailyAmounts.Parse(settings.CreditsPerDay),
        },
    };

    private static IEnumerable<LocalCredential> ToCredentials(OrganizationSettings settings)
    {
        var organization = OrganizationId.From(settings.Id);
        foreach (var (publicId, secret) in settings.FlowTokens.Select(FlowToken.Split))
            yield return new LocalCredential(new CredentialName(Api.Flow, publicId), organization, secret);
        foreach (var client in settings.OrderCloudClients)
        {
            yield return new LocalCredential(
                new CredentialName(Api.OrderCloud, client.Id), organization, client.Secret)
            {
                Roles = [.. client.Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            };
        }

        foreach (var key in settings.CommerceHubKeys)
        {
            yield return new LocalCredential(
                new CredentialName(Api.CommerceHub, key.Key), organization, key.Secret)
            {
                Merchant = key.Merchant,
            };
        }
    }
}
