using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Payments.Testing;
using StandardWebhooks;

namespace Payments.EndToEnd.Tests;

/// <summary>Events as a shop gets them, from the real worker to a receiver on this machine.</summary>
public sealed class WebhookTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    private readonly Storefront _shop = new(fixture.Service.Http);

    [Fact]
    public async Task A_refund_s_events_arrive_verified_and_in_order_and_a_failed_one_again_under_its_id()
    {
        await using var receiver = new WebhookReceiver();
        var created = await CreateAsync(receiver, "hook");
        var secret = created["secret"]!.GetValue<string>();
        var failures = 1;
        receiver.Respond = (_, response) =>
        {
            response.StatusCode = Interlocked.Decrement(ref failures) >= 0 ? 500 : 204;
            return Task.CompletedTask;
        };

        await _shop.CreatePaidOrderAsync("webhook-1", 60m, 40m);
        await _shop.RefundAsync("webhook-1", 75m, "webhook-r");
        await _shop.WaitForFinalStateAsync("webhook-r");

        var received = await receiver.WaitAsync(
            all => Types(all).Contains("payments.refund.succeeded.v1") && all.Count >= 6, Within);
        Assert.All(received, request => Verify(secret, request));
        Assert.Equal(
            [
                "payments.authorization.authorized.v1", "payments.capture.succeeded.v1",
                "payments.capture.succeeded.v1", "payments.refund.requested.v1", "payments.refund.succeeded.v1",
            ],
            Types(received.DistinctBy(request => request.Id).OrderBy(Sequence)));
        var again = Assert.Single(received.GroupBy(request => request.Id), same => same.Count() > 1);
        Assert.Single(again.Select(request => request.Body).Distinct());
        var refund = JsonNode.Parse(received.Last(request => Type(request) == "payments.refund.succeeded.v1").Body)!;
        Assert.Equal(
            ("75.00", "USD", "webhook-r", "webhook-1"),
            (Data("refunded"), Data("currency"), Data("key"), Data("order_number")));

        string Data(string name) => refund["data"]![name]!.GetValue<string>();
    }

    [Fact]
    public async Task A_ping_arrives_and_a_rotated_endpoint_verifies_with_both_secrets()
    {
        await using var receiver = new WebhookReceiver();
        var created = await CreateAsync(receiver, "ping");
        var path = $"webhooks/{created["id"]}";

        var rotated = await _shop.SendAsync(HttpMethod.Post, $"{path}/rotate");
        var pinged = await _shop.SendAsync(HttpMethod.Post, $"{path}/ping");

        Assert.Equal((200, true), (pinged.Status, pinged.Body!["delivered"]!.GetValue<bool>()));
        var ping = Assert.Single(receiver.Received, request => Type(request) == "payments.ping.v1");
        Verify(created["secret"]!.GetValue<string>(), ping);
        Verify(rotated.Body!["secret"]!.GetValue<string>(), ping);
        Assert.Equal(204, (await _shop.SendAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(404, (await _shop.SendAsync(HttpMethod.Get, path)).Status);
    }

    [Theory]
    [InlineData("https://169.254.169.254/metadata")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("ftp://127.0.0.1/")]
    public async Task An_address_that_is_not_public_is_rejected(string url)
    {
        var reply = await _shop.SendAsync(HttpMethod.Post, "webhooks", new JsonObject { ["url"] = url });

        Assert.Equal(422, reply.Status);
        Assert.Contains("url must", reply.Body!["messages"]!.ToJsonString(), StringComparison.Ordinal);
    }

    private async Task<JsonNode> CreateAsync(WebhookReceiver receiver, string path)
    {
        var reply = await _shop.SendAsync(
            HttpMethod.Post, "webhooks", new JsonObject { ["url"] = new Uri(receiver.Address, path).ToString() });
        Assert.Equal(201, reply.Status);
        return reply.Body!;
    }

    private static void Verify(string secret, ReceivedRequest request)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in request.Headers) headers[name] = value;
        new StandardWebhook(secret).Verify(request.Body, headers);
    }

    private static IEnumerable<string> Types(IEnumerable<ReceivedRequest> requests) => requests.Select(Type);

    private static string Type(ReceivedRequest request) =>
        JsonElement.Parse(request.Body).GetProperty("type").GetString()!;

    private static string Sequence(ReceivedRequest request) =>
        JsonElement.Parse(request.Body).GetProperty("sequence").GetString()!;
}
