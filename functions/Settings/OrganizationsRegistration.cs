using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Payments.Dialects.CommerceHub;
using Payments.Dialects.Flow;
using Payments.Dialects.OrderCloud.Tokens;
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
        return services
            .AddSingleton<IOrganizations>(Organizations(settings))
            .AddSingleton(FlowCredentials(settings))
            .AddSingleton(OrderCloudCredentials(settings, configuration))
            .AddSingleton(CommerceHubCredentials(settings));
    }

    private static KnownOrganizations Organizations(OrganizationSettings[] settings) => new(settings.ToFrozenDictionary(
        ToId,
        organization => new Organization(
            ToId(organization),
            organization.AllocationPolicy,
            TimeSpan.FromDays(organization.AuthorizationDays),
            organization.RefundsReopenBalance,
            organization.SharesMerchantAccount)));

    private static FlowCredentials FlowCredentials(OrganizationSettings[] settings) => new(
        settings
            .SelectMany(organization => organization.FlowTokens.Select(token => (token, ToId(organization))))
            .ToFrozenDictionary(found => Required(found.token, "a Flow token"), found => found.Item2));

    private static OrderCloudCredentials OrderCloudCredentials(
        OrganizationSettings[] settings, IConfiguration configuration) => new(
            settings
                .SelectMany(organization => organization.OrderCloudClients
                    .Select(client => (client, ToId(organization))))
                .ToFrozenDictionary(
                    found => Required(found.client.Id, "the id of an OrderCloud client"),
                    found => new OrderCloudClient(
                        found.Item2,
                        Required(found.client.Secret, $"the secret of OrderCloud client '{found.client.Id}'"),
                        [.. found.client.Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries)])),
            TokenKey(configuration));

    private static CommerceHubCredentials CommerceHubCredentials(OrganizationSettings[] settings) => new(
        settings
            .SelectMany(organization => organization.CommerceHubKeys.Select(key => (key, ToId(organization))))
            .ToFrozenDictionary(
                found => Required(found.key.Key, "a Commerce Hub key"),
                found => new CommerceHubKey(
                    found.Item2,
                    Required(found.key.Secret, $"the secret of Commerce Hub key '{found.key.Key}'"),
                    found.key.Merchant)));

    private static OrganizationId ToId(OrganizationSettings organization) =>
        OrganizationId.TryFrom(Required(organization.Id, "the id of an organization"), out var id)
            ? id
            : throw new InvalidOperationException(
                $"The id of an organization has more than {OrganizationId.MaxLength} characters.");

    private static TokenKey TokenKey(IConfiguration configuration)
    {
        var text = Required(configuration[SigningKey], SigningKey);
        try
        {
            return new TokenKey(Convert.FromBase64String(text));
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException or ArgumentException)
        {
            throw new InvalidOperationException(
                $"{SigningKey} must be an RSA private key of {Dialects.OrderCloud.Tokens.TokenKey.MinKeyBits} bits or "
                + "more: PKCS#8, in base64.",
                fault);
        }
    }

    private static string Required(string? value, string what) => string.IsNullOrWhiteSpace(value)
        ? throw new InvalidOperationException($"A setting is missing: {what}.")
        : value;

    private sealed class KnownOrganizations(FrozenDictionary<OrganizationId, Organization> known) : IOrganizations
    {
        public Organization this[OrganizationId id] => known[id];
    }
}
