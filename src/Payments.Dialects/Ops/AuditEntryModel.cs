using System.Text.Json;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Models;
using Payments.Handlers.Auditing;
using Payments.Handlers.Ports;
using Payments.Ledger.Records;

namespace Payments.Dialects.Ops;

/// <summary>An entry of <c>/ops/audit</c>.</summary>
/// <param name="Id">The number that the change has as a version; a text of its own for changes of credentials.</param>
/// <param name="Credential">Who made it; left out if that was not recorded yet.</param>
/// <param name="Type">The kind of change.</param>
/// <param name="Resource">The kind of resource.</param>
/// <param name="PayableHere">
/// True if a storefront recorded this capture and this service's processor pays refunds of it; else left out.
/// </param>
/// <param name="Details">What became of a credential, organization or signing key; else left out.</param>
internal sealed record AuditEntryModel(
    string Id,
    string Timestamp,
    string? Credential,
    string Type,
    string Resource,
    string ResourceId,
    string? OrderNumber,
    string? Status,
    string? Amount,
    bool? PayableHere,
    string? Details)
{
    public static AuditEntryModel From(AuditEntry entry) => entry switch
    {
        LedgerEntry change => From(change),
        AdministrativeEntry change => From(change.Change),
        _ => throw new InvalidOperationException($"{entry.GetType()} is of an unknown kind."),
    };

    private static AuditEntryModel From(AdministrativeChange change) => new(
        change.Id,
        FlowJson.FormatTime(change.At),
        change.Actor.ToString(),
        ChangeTypes.From(change.Type),
        change.Kind switch
        {
            Administered.Organization => "organization",
            Administered.Credential => "credential",
            Administered.SigningKey => "signing_key",
            Administered.Webhook => "webhook",
            _ => throw new InvalidOperationException($"{change.Kind} is of an unknown kind."),
        },
        change.Subject,
        OrderNumber: null,
        Status: null,
        Amount: null,
        PayableHere: null,
        change.Details);

    private static AuditEntryModel From(LedgerEntry entry)
    {
        var kind = RecordKind.Of(entry.Change.Record);
        var (status, amount) = entry.Change.Record.Summary;
        return new AuditEntryModel(
            entry.Number.ToString(),
            FlowJson.FormatTime(entry.Change.At),
            entry.Change.Actor?.ToString(),
            ChangeTypes.From(entry.Change.Type),
            JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.Name),
            kind.GetId(entry.Change.Record),
            entry.Order?.Value,
            status?.ToLowerInvariant(),
            amount,
            entry.MakesRecordedMoneyPayable ? true : null,
            Details: null);
    }
}
