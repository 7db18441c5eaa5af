using System.Text;
using System.Text.Json.Nodes;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Events;
using Payments.Dialects.Flow.Webhooks;
using Payments.Dialects.Wire;
using Payments.Handlers.Events;
using Payments.Handlers.Ports;

namespace Payments.Dialects.Tests.Events;

/// <summary>Webhook endpoints and the list of events over HTTP.</summary>
public sealed class WebhookRoutes : IDisposable
{
    private readonly ServiceUnderTest _service = new();

    private FlowWebhooks Webhooks => _service.Get<FlowWebhooks>();

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task The_secret_is_shown_when_it_is_made_and_never_again()
    {
        var (status, created) = await PostAsync("""{"url":"https://shop.example/hook","description":"orders"}""");

        Assert.Equal(201, status);
        var secret = created!["secret"]!.GetValue<string>();
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.Equal(32, Convert.FromBase64String(secret["whsec_".Length..]).Length);
        Assert.Equal(("https://shop.example/hook", "orders", true), (
            created["url"]!.GetValue<string>(),
            created["description"]!.GetValue<string>(),
            created["enabled"]!.GetValue<bool>()));

        var id = created["id"]!.GetValue<string>();
        var one = await CallAsync("GET", call => Webhooks.GetAsync(call, id, default));
        var all = await CallAsync("GET", call => Webhooks.ListAsync(call, default));
        var changed = await CallAsync(
            "PUT",
            call => Webhooks.PutAsync(call, id, default),
            """{"url":"https://shop.example/other","enabled":false}""");

        Assert.Equal([200, 200, 200], [one.Status, all.Status, changed.Status]);
        Assert.DoesNotContain(secret, $"{one.Body}{all.Body}{changed.Body}", StringComparison.Ordinal);
        Assert.Equal("https://shop.example/other", changed.Body!["url"]!.GetValue<string>());
        Assert.False(changed.Body["enabled"]!.GetValue<bool>());
        Assert.Single(all.Body!.AsArray());
    }

    [Fact]
    public async Task A_rotation_shows_the_new_secret_and_when_the_old_one_ends()
    {
        var (_, created) = await PostAsync("""{"url":"https://shop.example/hook"}""");
        var id = created!["id"]!.GetValue<string>();

        var (status, rotated) = await CallAsync("POST", call => Webhooks.RotateAsync(call, id, default));

        Assert.Equal(200, status);
        Assert.NotEqual(created["secret"]!.GetValue<string>(), rotated!["secret"]!.GetValue<string>());
        var ends = rotated["secrets"]!.AsArray().Select(secret => secret!["ends_at"]?.GetValue<string>()).ToList();
        Assert.Equal([null, "2026-03-15T09:26:53.000Z"], ends);
    }

    [Fact]
    public async Task A_ping_posts_a_test_event_and_says_what_became_of_it()
    {
        var (_, created) = await PostAsync("""{"url":"https://shop.example/hook"}""");
        var id = created!["id"]!.GetValue<string>();

        var (_, delivered) = await CallAsync("POST", call => Webhooks.PingAsync(call, id, default));
        _service.Endpoints.Respond = _ => new WebhookResponse(null, "It can't be connected to.");
        var (status, failed) = await CallAsync("POST", call => Webhooks.PingAsync(call, id, default));

        Assert.Equal("""{"delivered":true,"status":204}""", delivered!.ToJsonString());
        Assert.Equal(200, status);
        Assert.False(failed!["delivered"]!.GetValue<bool>());
        Assert.Equal("It can't be connected to.", failed["reason"]!.GetValue<string>());
        var ping = JsonNode.Parse(_service.Endpoints.Sent[0].Body.Span)!;
        Assert.Equal("payments.ping.v1", ping["type"]!.GetValue<string>());
        Assert.Equal(_service.Endpoints.Sent[0].Id, ping["id"]!.GetValue<string>());
        Assert.Equal(id, ping["data"]!["webhook_id"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{}""", "url")]
    [InlineData("""{"url":17}""", "url")]
    [InlineData("""{"url":""}""", "url")]
    [InlineData("""{"url":"shop.example"}""", "absolute")]
    [InlineData("""{"url":"http://shop.example"}""", "https")]
    [InlineData("""{"url":"https://shop.example","enabled":"yes"}""", "enabled")]
    [InlineData("""{"url":"https://shop.example","description":17}""", "description")]
    [InlineData("""[]""", "object")]
    public async Task A_wrong_form_is_422_with_a_reason(string body, string reason)
    {
        var (status, error) = await PostAsync(body);

        Assert.Equal(422, status);
        Assert.Equal("generic_error", error!["code"]!.GetValue<string>());
        Assert.Contains(reason, error["messages"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_eleventh_endpoint_and_an_address_that_is_there_already_are_422()
    {
        for (var n = 0; n < 10; n++)
        {
            Assert.Equal(201, (await PostAsync($$"""{"url":"https://shop.example/{{n}}"}""")).Status);
            if (n == 0) Assert.Equal(422, (await PostAsync("""{"url":"https://shop.example/0"}""")).Status);
        }

        Assert.Equal(422, (await PostAsync("""{"url":"https://shop.example/10"}""")).Status);
    }

    [Fact]
    public async Task A_description_has_200_characters_and_not_one_more()
    {
        var longest = new string('d', FlowWebhooks.MaxDescriptionLength);

        Assert.Equal(422, (await PostAsync(
            $$"""{"url":"https://shop.example/hook","description":"{{longest}}d"}""")).Status);
        Assert.Equal(201, (await PostAsync(
            $$"""{"url":"https://shop.example/hook","description":"{{longest}}"}""")).Status);
    }

    [Fact]
    public async Task What_is_not_there_and_what_is_another_organization_s_is_404()
    {
        var (_, created) = await PostAsync("""{"url":"https://shop.example/hook"}""");
        foreach (var (caller, id) in new[]
        {
            ("demo", "whk-00000000000000000000000000000000"), ("demo", "x"),
            ("other", created!["id"]!.GetValue<string>()),
        })
        {
            int[] statuses =
            [
                (await CallAsync("GET", call => Webhooks.GetAsync(call, id, default), caller: caller)).Status,
                (await CallAsync(
                    "PUT",
                    call => Webhooks.PutAsync(call, id, default),
                    """{"url":"https://shop.example/x"}""",
                    caller)).Status,
                (await CallAsync("DELETE", call => Webhooks.DeleteAsync(call, id, default), caller: caller)).Status,
                (await CallAsync("POST", call => Webhooks.PingAsync(call, id, default), caller: caller)).Status,
                (await CallAsync("POST", call => Webhooks.RotateAsync(call, id, default), caller: caller)).Status,
            ];
            Assert.Equal([404, 404, 404, 404, 404], statuses);
        }

        Assert.Empty(_service.Endpoints.Sent);
        var deleted = await CallAsync(
            "DELETE", call => Webhooks.DeleteAsync(call, created!["id"]!.GetValue<string>(), default));
        Assert.Equal(204, deleted.Status);
    }

    [Fact]
    public async Task The_list_of_events_has_what_the_endpoint_got_and_its_ids_continue_it()
    {
        await PostAsync("""{"url":"https://shop.example/hook"}""");
        await new Tests.Flow.FlowShop { Service = _service }.Authorize(
            """
            {"discriminator":"direct_authorization_form","token":"tok-1","key":"a-1","amount":100,"currency":"USD"}
            """);
        await _service.DrainAsync();
        _service.Time.Advance(EventList.Window + TimeSpan.FromSeconds(1));

        var (status, page) = await ListAsync("");

        Assert.Equal(200, status);
        var events = page!["events"]!.AsArray();
        Assert.Equal(
            _service.Endpoints.Sent.Select(sent => Encoding.UTF8.GetString(sent.Body.Span)),
            events.Select(found => found!.ToJsonString(Payments.Dialects.Events.CloudEventModel.Options)));
        Assert.NotEmpty(events);
        var next = page["next"]!.GetValue<string>();
        Assert.Empty((await ListAsync($"?after={next}")).Body!["events"]!.AsArray());
        Assert.Empty((await ListAsync($"?after={events[^1]!["id"]}")).Body!["events"]!.AsArray());
    }

    [Theory]
    [InlineData("?after=x", "after")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=101", "limit")]
    [InlineData("?offset=1", "offset")]
    public async Task A_wrong_parameter_of_the_list_is_422_with_a_reason(string query, string reason)
    {
        var (status, error) = await ListAsync(query);

        Assert.Equal(422, status);
        Assert.Contains(reason, error!["messages"]!.ToJsonString(), StringComparison.Ordinal);
    }

    private Task<(int Status, JsonNode? Body)> PostAsync(string body) =>
        CallAsync("POST", call => Webhooks.PostAsync(call, default), body);

    private Task<(int Status, JsonNode? Body)> ListAsync(string query) =>
        CallAsync("GET", call => _service.Get<FlowEvents>().ListAsync(call, default), path: $"/demo/events{query}");

    private async Task<(int Status, JsonNode? Body)> CallAsync(
        string method,
        Func<FlowCall, Task<WireResponse>> operation,
        string? body = null,
        string caller = "demo",
        string? path = null)
    {
        var token = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{caller}-flow-token:"));
        var request = ServiceUnderTest.Request(
            method, path ?? $"/{caller}/webhooks", body, ("Authorization", $"Basic {token}"));
        var response = await _service.FlowAsync(request, caller, operation);
        return (response.Status, response.Body.IsEmpty ? null : JsonNode.Parse(response.Body.Span));
    }
}
