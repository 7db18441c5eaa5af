using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Payments.Dialects.Flow;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;

namespace Payments.Functions.Settings;

/// <summary>
/// Reads the organizations and their credentials from the settings. A missing or weak credential prevents startup.
/// </summary>
internal static class OrganizationsRegistration
{
    private const string SigningKey = "OrderCloud:SigningKey";

    public static IServiceCollection AddOrganizations(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.GetSection("Organizations").Get<OrganizationSettings[]>() ?? [];
        var found = new SettingsCredentials(
            settings.Select(ToOrganization).ToFrozenDictionary(organization => organization.Id),
            settings.SelectMany(ToCredentials).ToFrozenDictionary(credential => credential.Name),
            new SigningKey(
                Convert.FromBase64String(Required(configuration[SigningKey], SigningKey)), DateTimeOffset.UnixEpoch));
        return services
            .AddSingleton<IOrganizations>(found)
            .AddSingleton<ICredentials>(found)
            .AddSingleton<ISigningKeys>(found);
    }

    private static Organization ToOrganization(OrganizationSettings settings) => new(
        ToId(settings),
        settings.AllocationPolicy,
        TimeSpan.FromDays(settings.AuthorizationDays),
        settings.RefundsReopenBalance,
        settings.SharesMerchantAccount,
        settings.ScreensCardNumbers)
    {
        FingerprintKey = SHA256.HashData(Encoding.UTF8.GetBytes(settings.Id)),
    };

    private static IEnumerable<Credential> ToCredentials(OrganizationSettings settings) =>
    [
        .. settings.FlowTokens.Select(token => FlowToken.Split(token)).Select(token =>
            ToCredential(settings, Api.Flow, token.PublicId, SecretValue.Hashed.From(token.Secret))),
        .. settings.OrderCloudClients.Select(client =>
            ToCredential(settings, Api.OrderCloud, client.Id, SecretValue.Hashed.From(client.Secret)) with
            {
                Roles = [.. client.Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            }),
        .. settings.CommerceHubKeys.Select(key =>
            ToCredential(settings, Api.CommerceHub, key.Key, new SecretValue.Readable(key.Secret)) with
            {
                Merchant = key.Merchant,
            }),
    ];

    private static Credential ToCredential(
        OrganizationSettings settings, Api api, string publicId, SecretValue secret) => new(
            new CredentialName(api, publicId),
            ToId(settings),
            [new CredentialSecret("1", secret, DateTimeOffset.UnixEpoch)],
            Scopes.All,
            DateTimeOffset.UnixEpoch);

    private static OrganizationId ToId(OrganizationSettings organization) =>
        OrganizationId.TryFrom(Required(organization.Id, "the id of an organization"), out var id)
            ? id
            : throw new InvalidOperationException(
                $"The id of an organization has more than {OrganizationId.MaxLength} characters.");

    private static string Required(string? value, string what) => string.IsNullOrWhiteSpace(value)
        ? throw new InvalidOperationException($"A setting is missing: {what}.")
        : value;
}
