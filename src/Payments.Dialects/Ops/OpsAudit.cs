using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Lists;
using Payments.Dialects.Wire;
using Payments.Handlers.Auditing;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Ops;

/// <summary><c>/ops/audit</c>: who changed what in an organization's ledgers.</summary>
public sealed class OpsAudit(AuditTrail trail)
{
    /// <summary><c>GET</c>: a page of the changes, oldest first.</summary>
    public async Task<WireResponse> ListAsync(FlowCall call, CancellationToken cancellationToken)
    {
        var reader = new ListReader(FlowQuery.Parse(call.Request));
        // The endpoint has compared it with the caller's.
        reader.Text(AuditEndpoint.Organization);
        var orderNumber = reader.Text("order_number");
        var isOrder = OrderNumber.TryFrom(orderNumber, out var order);
        var request = new AuditRequest(
            isOrder ? order : null,
            reader.Text("resource_id"),
            reader.Text("credential"),
            reader.Moment("from"),
            reader.Moment("to"),
            reader.Offset(),
            reader.Limit());
        if (reader.Problems.Count > 0) return FlowLists.Reject(reader);
        if (orderNumber is not null && !isOrder) return FlowLists.Answer<AuditEntry, AuditEntryModel>([], ToModel);
        return await trail.ListAsync(call.Organization, request, cancellationToken) is { } found
            ? FlowLists.Answer(found, ToModel)
            : FlowLists.Reject(
                $"More than {AuditTrail.MaxSearched} changes would have to be searched: narrow the period by from and "
                + "to, or name an order_number or resource_id.");
    }

    private static AuditEntryModel ToModel(AuditEntry entry) => AuditEntryModel.From(entry);
}
