using Payments.Dialects.Flow.Models;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.Flow.Lists;

/// <summary>The lists of <c>/{organization}/authorizations</c>.</summary>
public sealed class FlowAuthorizationLists(
    FlowCallers callers, ResourceLists lists, ResourceVersions versions, TimeProvider time)
{
    private static readonly SortFields<Authorization> Fields = new(
        "created_at",
        "-created_at",
        ("created_at", authorization => authorization.CreatedAt),
        ("id", authorization => authorization.Id.ToString()),
        ("key", authorization => authorization.Key.Value),
        ("amount", authorization => authorization.Amount.ToDecimal()));

    /// <summary>200 with authorizations as they stand now, or 422 with what is wrong with the parameters.</summary>
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
        var wanted = reader.Request(narrowing, Fields);
        if (wanted is null) return FlowLists.Refused(reader);

        var now = time.GetUtcNow();
        return FlowLists.Answer(
            await lists.ListAsync(caller, wanted, cancellationToken),
            listed => CardAuthorizationModel.Of(listed.Record, now));
    }

    /// <summary>200 with versions, or 422 with what is wrong with the parameters.</summary>
    public async Task<WireResponse> GetVersionsAsync(
        WireRequest request, string organization, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;
        var reader = new ListReader(FlowQuery.Of(request));
        var wanted = VersionReader.Read(reader, "authorization_id");
        return reader.Problems.Count > 0
            ? FlowLists.Refused(reader)
            : FlowLists.Answer(
                await versions.ListAsync<Authorization>(caller, wanted, cancellationToken),
                AuthorizationVersionModel.Of);
    }
}
