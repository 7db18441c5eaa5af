using System.Globalization;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Access;

/// <summary>What the audit trail says about changes of organizations, credentials and signing keys.</summary>
public static class AdministrativeChanges
{
    private const int IdBytes = 10;

    /// <summary>A change of an organization.</summary>
    /// <param name="details">What became of it, in words, without a secret.</param>
    public static AdministrativeChange Of(
        Organization organization, ChangeType type, DateTimeOffset at, string details) =>
        Create(organization.Id, (Administered.Organization, organization.Id.Value), type, at, details);

    /// <summary>A change of a credential.</summary>
    /// <param name="details">What became of it, in words, without a secret.</param>
    public static AdministrativeChange Of(Credential credential, ChangeType type, DateTimeOffset at, string details) =>
        Create(credential.Organization, (Administered.Credential, credential.Name.ToId().Value), type, at, details);

    /// <summary>A change of a signing key.</summary>
    public static AdministrativeChange Of(SigningKey key, ChangeType type, DateTimeOffset at) =>
        Create(null, (Administered.SigningKey, key.Id), type, at, key.RetiredAt is null ? "created" : "retired");

    /// <summary>A change of a webhook endpoint.</summary>
    /// <param name="details">What became of it, in words, without a secret.</param>
    public static AdministrativeChange Of(
        OrganizationId organization, WebhookEndpoint endpoint, ChangeType type, DateTimeOffset at, string details) =>
        Create(organization, (Administered.Webhook, endpoint.Id.ToString()), type, at, details);

    /// <summary>What a credential may do.</summary>
    public static string Describe(Credential credential)
    {
        var roles = credential.Roles.IsEmpty ? "" : $"; roles {string.Join(' ', credential.Roles)}";
        return $"scopes {credential.Scopes.ToString().ToLowerInvariant()}{roles}";
    }

    /// <summary>The settings of an organization; those that differ from others, if any are given.</summary>
    /// <param name="before">Null for all settings.</param>
    public static string Describe(Organization organization, Organization? before = null)
    {
        var settings = ReadSettings(organization);
        var earlier = before is null ? [] : ReadSettings(before);
        var changed = settings
            .Select((setting, index) => (setting.Name, setting.Value, Before: earlier.ElementAtOrDefault(index).Value))
            .Where(setting => setting.Value != setting.Before)
            .Select(setting => before is null
                ? $"{setting.Name}: {setting.Value}"
                : $"{setting.Name}: {setting.Value} (was {setting.Before})")
            .ToList();
        return changed.Count == 0 ? "the same settings" : string.Join("; ", changed);
    }

    private static AdministrativeChange Create(
        OrganizationId? organization,
        (Administered Kind, string Id) subject,
        ChangeType type,
        DateTimeOffset at,
        string details) =>
        new(
            NewSecret.Create(IdBytes),
            at,
            ActingCaller.Current,
            organization,
            subject.Kind,
            subject.Id,
            type,
            details);

    private static List<(string Name, string Value)> ReadSettings(Organization organization) =>
    [
        (nameof(organization.Policy), organization.Policy.ToString()),
        (nameof(organization.AuthorizationLifetime), organization.AuthorizationLifetime.ToString()),
        (nameof(organization.RefundsReopenBalance), organization.RefundsReopenBalance.ToString()),
        (nameof(organization.SharesMerchantAccount), organization.SharesMerchantAccount.ToString()),
        (nameof(organization.ScreensCardNumbers), organization.ScreensCardNumbers.ToString()),
        (nameof(organization.LateFailures), organization.LateFailures.ToString()),
        (nameof(organization.Processor), organization.Processor?.ToString() ?? "default"),
        (nameof(organization.Limits.RequestsPerSecond),
            organization.Limits.RequestsPerSecond.ToString(CultureInfo.InvariantCulture)),
        (nameof(organization.Limits.RefundsPerDay), Show(organization.Limits.RefundsPerDay)),
        (nameof(organization.Limits.CreditsPerDay), Show(organization.Limits.CreditsPerDay)),
    ];

    private static string Show(DailyAmounts amounts) => amounts.ToString() is { Length: > 0 } text ? text : "none";
}
