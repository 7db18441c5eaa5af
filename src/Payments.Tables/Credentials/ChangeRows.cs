using System.Globalization;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Tables.Storage;

namespace Payments.Tables.Credentials;

/// <summary>
/// The changes of organizations, credentials and signing keys as rows: in the partition of what was changed, so that
/// both are one transaction, by organization and time, so that a period is one range. The separator is in no other
/// row's name: there, four hexadecimal digits follow an exclamation mark (<see cref="StorageKey"/>).
/// </summary>
internal static class ChangeRows
{
    /// <summary>Not above the name of any change's row.</summary>
    public const string First = Separator;

    /// <summary>Above the names of all changes' rows, and of nothing else that is above <see cref="First"/>.</summary>
    public const string End = "!}";

    private const string Separator = "!|";

    /// <summary>What the names of an organization's rows from a moment on begin with.</summary>
    /// <param name="organization">Null for the signing keys.</param>
    public static string ToRow(OrganizationId? organization, DateTimeOffset at)
    {
        var owner = organization is { } id ? StorageKey.Escape(id.Value) : "";
        var ticks = at.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);
        return $"{Separator}{owner}{Separator}{ticks}";
    }

    public static TableEntity ToEntity(string partition, AdministrativeChange change) =>
        new(partition, $"{ToRow(change.Organization, change.At)}{Separator}{change.Id}")
        {
            [nameof(change.Id)] = change.Id,
            [nameof(change.At)] = change.At,
            [nameof(change.Actor)] = change.Actor.ToString(),
            [nameof(change.Kind)] = change.Kind.ToString(),
            [nameof(change.Subject)] = change.Subject,
            [nameof(change.Type)] = change.Type.ToString(),
            [nameof(change.Details)] = change.Details,
        };

    public static AdministrativeChange ToChange(OrganizationId? organization, TableEntity row) => new(
        row.GetString(nameof(AdministrativeChange.Id))!,
        row.GetDateTimeOffset(nameof(AdministrativeChange.At))!.Value,
        Actor.From(row.GetString(nameof(AdministrativeChange.Actor))!),
        organization,
        Enum.Parse<Administered>(row.GetString(nameof(AdministrativeChange.Kind))!),
        row.GetString(nameof(AdministrativeChange.Subject))!,
        Enum.Parse<ChangeType>(row.GetString(nameof(AdministrativeChange.Type))!),
        row.GetString(nameof(AdministrativeChange.Details))!);
}
