using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Launcher.Demo;

/// <summary>The demo shop as a listener: registers its webhook endpoint, and prints what it heard.</summary>
internal sealed class ShopEvents(
    StorefrontClient shop, WebhookInbox inbox, Expectations expect, TextWriter output)
{
    private const string CommonPrefix = "payments.";

    /// <summary>Registers the endpoint; what is committed from now on is told.</summary>
    public async Task RegisterAsync(CancellationToken cancellationToken)
    {
        var endpoint = await shop.FlowAsync(
            HttpMethod.Post,
            "webhooks",
            new JsonObject { ["url"] = inbox.Address.ToString() },
            201,
            cancellationToken);
        inbox.Open(endpoint["secret"]!.GetValue<string>());
        output.WriteLine($"  · the shop's webhook endpoint is registered: {inbox.Address}");
    }

    /// <summary>Waits for events of these types, without what all types begin with, and prints them in order.</summary>
    public async Task<IReadOnlyList<VerifiedEvent>> PrintAsync(
        IReadOnlyList<string> types, CancellationToken cancellationToken)
    {
        var events = await inbox.WaitAsync([.. types.Select(type => CommonPrefix + type)], cancellationToken);
        output.WriteLine();
        output.WriteLine("Events at the webhook endpoint, each verified by its signature:");
        foreach (var (number, one) in events.Index())
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {number + 1}. {one.Type}  {Describe(one.Data)}"));
        }

        output.WriteLine($"{events.Count} events, {inbox.Deliveries} deliveries, all verified.");
        expect.Equal("all events have come", types.Count, events.Count);
        return events;
    }

    private static string Describe(JsonNode data) => string.Join(
        ' ', ((string[])["key", "status", "amount", "requested", "refunded"])
            .Where(field => data[field] is not null)
            .Select(field => field is "key" or "status" ? (string?)data[field] : $"{field} {data[field]}"));
}
