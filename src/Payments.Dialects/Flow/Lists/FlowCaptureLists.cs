using Payments.Dialects.Flow.Models;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.Flow.Lists;

/// <summary>The lists of <c>/{organization}/captures</c>.</summary>
public sealed class FlowCaptureLists(FlowCallers callers, ResourceLists lists, ResourceVersions versions)
{
    private static readonly SortFields<Capture> Fields = new(
        "created_at",
        "-created_at",
        ("created_at", capture => capture.CreatedAt),
        ("id", capture => capture.Id.ToString()),
        ("key", capture => capture.Key.Value),
        ("amount", capture => capture.Amount.ToDecimal()),
        ("status", capture => capture.Status.ToString()));

    /// <summary>200 with captures, or 422 with what is wrong with the parameters.</summary>
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
        };
        var wanted = reader.Request(narrowing, Fields);
        return wanted is null
            ? FlowLists.Refused(reader)
            : FlowLists.Answer(
                await lists.ListAsync(caller, wanted, cancellationToken), listed => CaptureModel.Of(listed.Record));
    }

    /// <summary>200 with versions, or 422 with what is wrong with the parameters.</summary>
    public async Task<WireResponse> GetVersionsAsync(
        WireRequest request, string organization, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;
        var reader = new ListReader(FlowQuery.Of(request));
        var wanted = VersionReader.Read(reader, "capture_id");
        return reader.Problems.Count > 0
            ? FlowLists.Refused(reader)
            : FlowLists.Answer(
                await versions.ListAsync<Capture>(caller, wanted, cancellationToken), CaptureVersionModel.Of);
    }
}
