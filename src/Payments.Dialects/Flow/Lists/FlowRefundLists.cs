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
            Identifier = reader.Text("identifier"),
            AuthorizationId = reader.Text("authorization_id"),
            AuthorizationKey = reader.Text("authorization_key"),
            CaptureId = reader.Text("capture_id"),
            CaptureKey = reader.Text("capture_key"),
        };
        var wanted = reader.Request(narrowing, Fields);
        return wanted is null
            ? FlowLists.Refused(reader)
            : FlowLists.Answer(await lists.ListAsync(caller, wanted, cancellationToken), RefundModel.Of);
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
