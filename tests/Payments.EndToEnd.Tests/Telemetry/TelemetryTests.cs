using System.Text;
using System.Text.Json.Nodes;
using Payments.EndToEnd.Tests.Faults;
using Payments.EndToEnd.Tests.Fuzzing.Checks;
using Payments.Testing;

namespace Payments.EndToEnd.Tests.Telemetry;

/// <summary>What the worker exports, from a request to the processor and the webhook (docs/telemetry.md).</summary>
public sealed class TelemetryTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Card = "4005550000000019";

    /// <summary>The secrets of the sample settings.</summary>
    private static readonly string[] Secrets =
        ["demo-flow-token", "demo-hub-secret", "demo-ordercloud-secret", "demo-ops-token", "AccountKey="];

    /// <summary>An endpoint's path and query may be its secret.</summary>
    private const string EndpointPath = "hook-of-telemetry?pass=hook-password";

    [Fact]
    public async Task A_refund_is_one_trace_from_its_request_to_processor_and_webhook_without_card_number_or_secret()
    {
        await using var collector = new Collector();
        await using var receiver = new WebhookReceiver();
        await using var state = new SharedState();
        var service = await state.StartAsync(collector.Settings);
        var shop = new Storefront(service.Http);
        var endpoint = await shop.SendAsync(
            HttpMethod.Post,
            "webhooks",
            new JsonObject { ["url"] = new Uri(receiver.Address, EndpointPath).ToString() });
        await shop.CreatePaidOrderAsync("traced-1", 10m);
        var body = new JsonObject { ["order_number"] = "traced-1", ["key"] = "traced", ["amount"] = 4m };
        using var refund = Requests.Flow(HttpMethod.Post, "refunds", body);
        refund.Headers.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");
        using var accepted = await service.Http.SendAsync(refund);
        using var credit = Requests.Credit("traced-credit", 5m);
        using var given = await service.Http.SendAsync(credit);
        Assert.Equal((201, 201, 201), (endpoint.Status, (int)accepted.StatusCode, (int)given.StatusCode));

        string[] spans =
        [
            "function FlowPostRefund", "commit", "TableClient.SubmitTransaction", "ServiceBusSender.Send",
            "process ExecuteRefund", "RefundFunds at sandbox", "process PublishEvents", "process DeliverEvent",
            "POST webhook",
        ];
        foreach (var name in spans) await collector.WaitForSpanAsync(name, Trace);
        string[] texts =
        [
            "AuthorizeCredit at sandbox", "payments.requests", "payments.storage.calls", "payments.webhook.deliveries",
        ];
        foreach (var name in texts) await collector.WaitForAsync(name);
        await service.StopAsync();

        var exported = collector.Received;
        Assert.Empty(CardTraces.Find(exported, [Card]));
        string[] hidden =
        [
            .. Secrets, .. ListHidden(endpoint), .. receiver.Received.SelectMany(ListHidden),
        ];
        Assert.DoesNotContain(hidden, secret => exported.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0);
    }

    /// <summary>The secret of an endpoint, and what of its address may be one.</summary>
    private static IEnumerable<string> ListHidden(Reply endpoint) =>
    [
        endpoint.Body!["secret"]!.GetValue<string>()["whsec_".Length..], .. EndpointPath.Split("?pass="),
    ];

    /// <summary>The signature of a message, and its body, which every message begins with the same way.</summary>
    private static IEnumerable<string> ListHidden(ReceivedRequest message) =>
        [message.Headers["webhook-signature"]["v1,".Length..], message.Body[..message.Body.IndexOf(',')]];
}
