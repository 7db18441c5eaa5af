using Payments.Dialects.Flow.Models;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.Flow.Lists;

/// <summary>The lists of <c>/{organization}/credit/payments</c>.</summary>
public sealed class FlowCreditPaymentLists(
    FlowCallers callers, ResourceLists lists, ResourceVersions versions, TimeProvider time)
{
    private static readonly SortFields<CreditPayment> Fields = new(
        "created_at",
        "-created_at",
        ("created_at", payment => payment.CreatedAt),
        ("id", payment => payment.Id.ToString()),
        ("key", payment => payment.Key.Value),
        ("description", payment => payment.Description),
        ("amount", payment => payment.Amount.ToDecimal()));

    /// <summary>200 with credit payments, or 422 with what is wrong with the parameters.</summary>
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
        };
        var isExpanded = reader.Names("expand").Contains("order");
        var wanted = reader.Request(narrowing, Fields);
        if (wanted is null) return FlowLists.Refused(reader);

        var found = await lists.ListAsync(caller, wanted, cancellationToken);
        return FlowLists.Answer(found, listed => CreditPaymentModel.Of(
            listed.Record, isExpanded ? OrderOf(listed) : null));
    }

    /// <summary>200 with versions, or 422 with what is wrong with the parameters.</summary>
    public async Task<WireResponse> GetVersionsAsync(
        WireRequest request, string organization, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;
        var reader = new ListReader(FlowQuery.Of(request));
        var wanted = VersionReader.ReadKeyed(reader);
        if (reader.Problems.Count > 0) return FlowLists.Refused(reader);

        var found = await versions.ListAsync<CreditPayment>(caller, wanted, cancellationToken);
        return FlowLists.Answer(found, CreditPaymentVersionModel.Of);
    }

    private OrderView? OrderOf(Listed<CreditPayment> listed) =>
        listed.Head.Order is { } order ? new OrderView(order, listed.Head, time.GetUtcNow()) : null;
}
