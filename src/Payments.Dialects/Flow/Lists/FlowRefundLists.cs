using Payments.Dialects.Flow.Models;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.Flow.Lists;

/// <summary>The lists of <c>/{organization}/refunds</c>.</summary>
public sealed class FlowRefundLists(FlowCallers callers, RefundLists lists)
{
    private static readonly SortFields<Refund> Fields = new(
        "created_at",
        "-created_at",
        ("created_at", refund => refund.CreatedAt),
        ("id", refund => refund.Id.ToString()),
        ("key", refund => refund.Key.Value),
        ("amount", refund => refund.Amount.ToDecimal()),
        ("status", refund => refund.Status.ToString()));

    /// <summary>200 with refunds, or 422 with what is wrong with the parameters.</summary>
    public async Task<WireResponse> GetAsync(
        WireRequest request, string organization, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;
        var reader = new ListReader(FlowQuery.Of(request));
        var narrowing = new Narrowing
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
        var wanted = reader.Request(narrowing, Fields, FilterOf(reader));
        if (wanted is null) return FlowLists.Refused(reader);
        return await lists.ListAsync(caller, wanted, cancellationToken) is { } found
            ? FlowLists.Answer(found, RefundModel.Of)
            : FlowLists.Refused(
                $"More than {TimelinePages.MaximumSearched} refunds would have to be looked through: narrow the list "
                + "by order_number, or by less time between created_at_from and created_at_to.");
    }

    /// <summary>By state, amount and time, each end included: parameters of ours. Null where none is given.</summary>
    private static ListFilter<Refund>? FilterOf(ListReader reader)
    {
        var states = reader.Words("status", RefundModel.States);
        var (least, most) = (reader.Amount("amount_from"), reader.Amount("amount_to"));
        var (from, to) = (reader.Moment("created_at_from"), reader.Moment("created_at_to"));
        return states is null && (least ?? most) is null && (from ?? to) is null
            ? null
            : new ListFilter<Refund>(from, to, refund =>
                (states is null || states.Value.Contains(refund.Status))
                && !(refund.Amount.ToDecimal() < least)
                && !(refund.Amount.ToDecimal() > most));
    }

    /// <summary>200 with versions, or 422 with what is wrong with the parameters.</summary>
    public async Task<WireResponse> GetVersionsAsync(
        WireRequest request, string organization, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;
        var reader = new ListReader(FlowQuery.Of(request));
        var wanted = VersionReader.Read(reader, "refund_id");
        return reader.Problems.Count > 0
            ? FlowLists.Refused(reader)
            : FlowLists.Answer(
                await lists.ListVersionsAsync(caller, wanted, cancellationToken), RefundVersionModel.Of);
    }
}
