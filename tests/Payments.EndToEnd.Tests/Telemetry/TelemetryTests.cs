using System.Text;
using System.Text.Json.Nodes;
using Payments.EndToEnd.Tests.Faults;
using Payments.EndToEnd.Tests.Fuzzing.Checks;

namespace Payments.EndToEnd.Tests.Telemetry;

/// <summary>What the worker exports, from a storefront's request to the processor (docs/telemetry.md).</summary>
public sealed class TelemetryTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Card = "4005550000000019";

    /// <summary>The secrets of the sample settings.</summary>
    private static readonly string[] Secrets =
        ["demo-flow-token", "demo-hub-secret", "demo-ordercloud-secret", "demo-ops-token", "AccountKey="];

    [Fact]
    public async Task A_refund_is_one_trace_from_its_request_to_the_processor_and_no_card_number_or_secret_is_in_it()
    {
        await using var collector = new Collector();
        await using var state = new SharedState();
        var service = await state.StartAsync(collector.Settings);
        await new Storefront(service.Http).CreatePaidOrderAsync("traced-1", 10m);
        var body = new JsonObject { ["order_number"] = "traced-1", ["key"] = "traced", ["amount"] = 4m };
        using var refund = Requests.Flow(HttpMethod.Post, "refunds", body);
        refund.Headers.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");
        using var accepted = await service.Http.SendAsync(refund);
        using var credit = Requests.Credit("traced-credit", 5m);
        using var given = await service.Http.SendAsync(credit);
        Assert.Equal((201, 201), ((int)accepted.StatusCode, (int)given.StatusCode));

        string[] spans =
        [
            "function FlowPostRefund", "commit", "TableClient.SubmitTransaction", "ServiceBusSender.Send",
            "process ExecuteRefund", "RefundFunds at sandbox",
        ];
        foreach (var name in spans) await collector.WaitForSpanAsync(name, Trace);
        foreach (var name in (string[])["AuthorizeCredit at sandbox", "payments.requests", "payments.storage.calls"])
            await collector.WaitForAsync(name);
        await service.StopAsync();

        var exported = collector.Received;
        Assert.Empty(CardTraces.Find(exported, [Card]));
        Assert.DoesNotContain(Secrets, secret => exported.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0);
    }
}
