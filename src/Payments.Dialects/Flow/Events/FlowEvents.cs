using Payments.Dialects.Events;
using Payments.Dialects.Flow.Lists;
using Payments.Dialects.Wire;
using Payments.Handlers.Events;
using Payments.Ledger.Events;

namespace Payments.Dialects.Flow.Events;

/// <summary>A page of events.</summary>
/// <param name="Next">What to send as <c>after</c> for the next page; left out if there was never an event.</param>
internal sealed record EventPageModel(IReadOnlyList<CloudEventModel> Events, string? Next);

/// <summary><c>/{organization}/events</c>: an extension (docs/events.md).</summary>
public sealed class FlowEvents(EventList events)
{
    /// <summary>200 with the events after another, the oldest first, or 422.</summary>
    public async Task<WireResponse> ListAsync(FlowCall call, CancellationToken cancellationToken)
    {
        var reader = new ListReader(FlowQuery.Parse(call.Request));
        var after = reader.Text("after");
        var limit = reader.Limit();
        if (reader.Problems.Count > 0) return FlowLists.Reject(reader);
        LedgerEventId? cursor = null;
        if (after is not null)
        {
            if (!LedgerEventId.TryParse(after, out var id))
                return FlowLists.Reject("after must be the id of an event, or the next of an earlier page.");
            cursor = id;
        }

        var page = await events.ReadAsync(call.Organization, cursor, limit, cancellationToken);
        return FlowJson.Answer(200, new EventPageModel(
            [.. page.Events.Select(found => CloudEventModel.From(found.Address, found.Entry))],
            page.Next?.ToString()));
    }
}
