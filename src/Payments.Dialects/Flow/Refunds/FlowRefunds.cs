using System.Collections.Frozen;
using Payments.Dialects.Flow.Forms;
using Payments.Dialects.Flow.Lists;
using Payments.Dialects.Flow.Orders;
using Payments.Dialects.Wire;
using Payments.Dialects.Wire.Reading;
using Payments.Handlers.Orders;
using Payments.Handlers.Ports;
using Payments.Handlers.Reading;
using Payments.Handlers.Refunds;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.Refunds;

/// <summary><c>/{organization}/refunds</c>.</summary>
public sealed class FlowRefunds(
    RefundHandler refunds,
    RefundPreviews previews,
    RefundCancellations cancellations,
    RefundTraces traces,
    RefundLists lists,
    OrderHandler orders,
    LedgerCurrencies currencies)
{
    private static readonly SortFields<Refund> Fields = new(
        "created_at",
        "-created_at",
        ("created_at", refund => refund.CreatedAt),
        ("id", refund => refund.Id.ToString()),
        ("key", refund => refund.Key.Value),
        ("amount", refund => refund.Amount.ToDecimal()),
        ("status", refund => refund.Status.ToString()));

    private static readonly FrozenDictionary<string, AllocationPolicy> Policies =
        Enum.GetValues<AllocationPolicy>().ToFrozenDictionary(RefundTraceModel.Word, StringComparer.Ordinal);

    /// <summary>201 with the pending refund, or 422 with the reason why none was created.</summary>
    public async Task<WireResponse> PostAsync(FlowCall call, CancellationToken cancellationToken)
    {
        var (request, ledger, errors) = await ReadAsync(call, cancellationToken);
        if (request is null) return RefundErrors.From(errors);
        var answered = await refunds.RequestAsync(call.Organization, request, ledger, cancellationToken);
        return FlowResponses.Created(answered, RefundModel.From, RefundErrors.From);
    }

    /// <summary>
    /// 200 with the allocation that the same request would get now, under the organization's policy or those that the
    /// parameter <c>policy</c> names; or 422 with the reason why it would be rejected. Nothing is stored. An extension.
    /// </summary>
    public async Task<WireResponse> PreviewAsync(FlowCall call, CancellationToken cancellationToken)
    {
        var reader = new ListReader(FlowQuery.Parse(call.Request));
        var policies = reader.Words("policy", Policies);
        if (reader.Problems.Count > 0) return FlowLists.Reject(reader);
        var (request, ledger, errors) = await ReadAsync(call, cancellationToken);
        if (request is null) return RefundErrors.From(errors);
        var answered = await previews.PreviewAsync(
            call.Organization, request, [.. policies?.Distinct() ?? []], ledger, cancellationToken);
        return FlowResponses.Decided(answered, RefundPreviewModel.From, RefundErrors.From);
    }

    /// <summary>200 with the refund that has the key or id, or 404.</summary>
    public async Task<WireResponse> GetAsync(FlowCall call, string key, CancellationToken cancellationToken)
    {
        var found = await refunds.FindAsync(call.Organization, key, cancellationToken);
        return FlowResponses.Found(found, RefundModel.From);
    }

    /// <summary>
    /// 204 once the refund is canceled, and for every repetition; 422 if it was sent to the processor or has already
    /// ended otherwise; or 404. An extension: Flow's API has the status, but no operation to reach it.
    /// </summary>
    public async Task<WireResponse> DeleteAsync(FlowCall call, string key, CancellationToken cancellationToken) =>
        FlowResponses.Deleted(
            await cancellations.CancelAsync(call.Organization, key, cancellationToken), RefundErrors.From);

    /// <summary>200 with how a refund was allocated to captures, and why; or 404. An extension.</summary>
    public async Task<WireResponse> GetAllocationsAsync(FlowCall call, string key, CancellationToken cancellationToken)
    {
        var found = await traces.FindAsync(call.Organization, key, cancellationToken);
        return FlowResponses.Found(found, RefundTraceModel.From);
    }

    /// <summary>200 with what was captured and refunded of an order, and what is refundable; or 404.</summary>
    public async Task<WireResponse> GetSummaryAsync(
        FlowCall call, string orderNumber, CancellationToken cancellationToken)
    {
        var view = FlowOrders.TryReadNumber(orderNumber, out var order)
            ? await orders.FindAsync(call.Organization, order, cancellationToken)
            : null;
        return FlowResponses.Found(view, RefundOrderSummaryModel.From);
    }

    /// <summary>200 with refunds, or 422 with the errors of the parameters.</summary>
    public async Task<WireResponse> ListAsync(FlowCall call, CancellationToken cancellationToken)
    {
        var reader = new ListReader(FlowQuery.Parse(call.Request));
        var filter = new ListFilter
        {
            Ids = reader.Names("id"),
            Keys = reader.Names("key"),
            Order = reader.Text("order_number"),
            Identifier = reader.Text("identifier"),
            AuthorizationId = reader.Text("authorization_id"),
            AuthorizationKey = reader.Text("authorization_key"),
            CaptureId = reader.Text("capture_id"),
            CaptureKey = reader.Text("capture_key"),
        };
        var wanted = reader.Request(filter, Fields, ReadFilter(reader));
        if (wanted is null) return FlowLists.Reject(reader);
        return await lists.ListAsync(call.Organization, wanted, cancellationToken) is { } found
            ? FlowLists.Answer(found, RefundModel.From)
            : FlowLists.Reject(
                $"More than {TimelinePages.MaxSearched} refunds would have to be searched: narrow the list "
                + "by order_number, or by a shorter time between created_at_from and created_at_to.");
    }

    /// <summary>200 with versions, or 422 with the errors of the parameters.</summary>
    public Task<WireResponse> ListVersionsAsync(FlowCall call, CancellationToken cancellationToken) =>
        FlowLists.AnswerVersionsAsync(
            call,
            reader => VersionReader.Read(reader, "refund_id"),
            wanted => lists.ListVersionsAsync(call.Organization, wanted, cancellationToken),
            RefundVersionModel.From);

    /// <summary>By status, amount and time, limits included (an extension). Null if none is given.</summary>
    private static RecordFilter<Refund>? ReadFilter(ListReader reader)
    {
        var states = reader.Words("status", RefundModel.States);
        var (least, most) = (reader.Amount("amount_from"), reader.Amount("amount_to"));
        var (from, to) = (reader.Moment("created_at_from"), reader.Moment("created_at_to"));
        return states is null && (least ?? most) is null && (from ?? to) is null
            ? null
            : new RecordFilter<Refund>(from, to, refund =>
                (states is null || states.Value.Contains(refund.Status))
                && !(refund.Amount.ToDecimal() < least)
                && !(refund.Amount.ToDecimal() > most));
    }

    /// <summary>
    /// The request, with the ledger if its currency had to be looked up; or null and the form's errors.
    /// </summary>
    private async Task<(RefundRequest? Request, LoadedLedger? Ledger, IReadOnlyList<FieldError> Errors)>
        ReadAsync(FlowCall call, CancellationToken cancellationToken)
    {
        var form = FlowForm.Read(call);
        var fields = RefundForm.Read(form);
        if (form.Errors.Count > 0) return (null, null, form.Errors);
        var ledger = fields is { Number: not null, Currency: null }
            ? await FindLedgerAsync(call.Organization, fields, form, cancellationToken)
            : null;
        var amount = form.Money(fields.AmountField, fields.Number, fields.Currency ?? ledger?.Balances.Currency);
        return form.Errors.Count > 0 ? (null, null, form.Errors) : (fields.ToRequest(amount), ledger, form.Errors);
    }

    /// <summary>
    /// The ledger of the resource the form names, for its currency. If there is none, the form is rejected: without a
    /// currency the amount can't be read, and a refund without an amount refunds all that is left.
    /// </summary>
    private async Task<LoadedLedger?> FindLedgerAsync(
        OrganizationId organization, RefundForm fields, JsonForm form, CancellationToken cancellationToken)
    {
        var (field, named, ledger) = fields switch
        {
            { Capture: { } capture } => (
                "capture", capture, await currencies.FindForCaptureAsync(organization, capture, cancellationToken)),
            { Authorization: { } authorization } => (
                "authorization", authorization,
                await currencies.FindForAuthorizationAsync(organization, authorization, cancellationToken)),
            _ => (
                "order", fields.Order!.Value.Value,
                await currencies.FindForOrderAsync(organization, fields.Order.Value, cancellationToken)),
        };
        if (ledger is null) form.AddErrorMessage(field, $"There is no {field} {named}.");
        return ledger;
    }
}
