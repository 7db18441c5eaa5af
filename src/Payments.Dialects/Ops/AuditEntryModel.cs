using System.Text.Json;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Models;
using Payments.Handlers.Auditing;
using Payments.Ledger.Records;

namespace Payments.Dialects.Ops;

/// <summary>An entry of <c>/ops/audit</c>.</summary>
/// <param name="Id">The number that the change has as a version.</param>
/// <param name="Credential">Who made it; left out if that was not recorded yet.</param>
/// <param name="Type">The kind of change.</param>
/// <param name="Resource">The kind of resource.</param>
/// <param name="PayableHere">
/// True if a storefront recorded this capture and this service's processor pays refunds of it; else left out.
/// </param>
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
    bool? PayableHere)
{
    public static AuditEntryModel From(AuditEntry entry)
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
            entry.MakesRecordedMoneyPayable ? true : null);
    }
}
