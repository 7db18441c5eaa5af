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
        var (resource, id) = Name(entry.Change.Record);
        var (status, amount) = entry.Change.Record.Summary;
        return new AuditEntryModel(
            entry.Number.ToString(),
            FlowJson.FormatTime(entry.Change.At),
            entry.Change.Actor?.ToString(),
            ChangeTypes.From(entry.Change.Type),
            resource,
            id,
            entry.Order?.Value,
            status?.ToLowerInvariant(),
            amount,
            entry.MakesRecordedMoneyPayable ? true : null);
    }

    private static (string Resource, string Id) Name(Record record) => record switch
    {
        Authorization authorization => ("authorization", authorization.Id.ToString()),
        Capture capture => ("capture", capture.Id.ToString()),
        Refund refund => ("refund", refund.Id.ToString()),
        CreditPayment payment => ("credit_payment", payment.Id.ToString()),
        Credit credit => ("credit", credit.Id.ToString()),
        Payment payment => ("payment", payment.Name.Value),
        Transaction transaction => ("transaction", $"{transaction.Payment}/{transaction.Id}"),
        IdentifierSet identifiers => ("identifiers", identifiers.Resource),
        _ => throw new InvalidOperationException($"{record.RecordKey} is of an unknown kind."),
    };
}
