using System.Security.Cryptography;
using System.Text;
using Payments.Launcher.Demo;
using StandardWebhooks;

namespace Payments.Launcher.Tests.Demo;

/// <summary>What the demo's shop accepts as the events that it was to hear of.</summary>
public sealed class WebhookInboxTests : IAsyncDisposable
{
    private const string Captured = "payments.capture.succeeded.v1";
    private const string Refunded = "payments.refund.succeeded.v1";

    private readonly WebhookInbox _inbox = new(TimeSpan.FromSeconds(1), settling: TimeSpan.Zero);
    private readonly HttpClient _http = new();
    private readonly string _secret = CreateSecret();

    public WebhookInboxTests() => _inbox.Open(_secret);

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _inbox.DisposeAsync();
    }

    [Fact]
    public async Task Verified_events_are_in_the_order_of_their_ledger_and_a_repeated_delivery_is_no_other_event()
    {
        await PostAsync("evt-2", Refunded, sequence: 2);
        await PostAsync("evt-1", Captured, sequence: 1);
        await PostAsync("evt-1", Captured, sequence: 1);

        var events = await _inbox.WaitAsync([Captured, Refunded], CancellationToken.None);

        Assert.Equal(["evt-1", "evt-2"], events.Select(one => one.Id));
        Assert.Equal(3, _inbox.Deliveries);
    }

    [Fact]
    public async Task An_event_that_does_not_come_fails_the_demo_by_name()
    {
        await PostAsync("evt-1", Captured, sequence: 1);

        var failure = await Assert.ThrowsAsync<DemoFailedException>(
            () => _inbox.WaitAsync([Captured, Refunded], CancellationToken.None));

        Assert.EndsWith($"Missing: {Refunded}.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_with_another_secret_s_signature_is_rejected_and_fails_the_demo()
    {
        var status = await PostAsync("evt-1", Captured, sequence: 1, CreateSecret());

        var failure = await Assert.ThrowsAsync<DemoFailedException>(
            () => _inbox.WaitAsync([Captured], CancellationToken.None));

        Assert.Equal(400, status);
        Assert.Contains("'evt-1' at the webhook receiver is not verified", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, _inbox.Deliveries);
    }

    [Fact]
    public async Task A_change_that_comes_under_a_second_id_fails_the_demo()
    {
        await PostAsync("evt-1", Captured, sequence: 1);
        await PostAsync("evt-2", Captured, sequence: 1);

        var failure = await Assert.ThrowsAsync<DemoFailedException>(
            () => _inbox.WaitAsync([Captured], CancellationToken.None));

        Assert.Contains("under two ids: 'evt-1' and 'evt-2'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_was_not_expected_fails_the_demo()
    {
        await PostAsync("evt-1", Captured, sequence: 1);
        await PostAsync("evt-2", Captured, sequence: 2);

        await Assert.ThrowsAsync<DemoFailedException>(
            () => _inbox.WaitAsync([Captured], CancellationToken.None));
    }

    private async Task<int> PostAsync(string id, string type, int sequence, string? secret = null)
    {
        var body = $$$"""{"type":"{{{type}}}","ledger":"l","sequence":"{{{sequence:D12}}}","data":{}}""";
        var at = DateTimeOffset.UtcNow;
        using var message = new HttpRequestMessage(HttpMethod.Post, _inbox.Address)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/cloudevents+json"),
        };
        message.Headers.Add("webhook-id", id);
        message.Headers.Add("webhook-timestamp", $"{at.ToUnixTimeSeconds()}");
        message.Headers.Add("webhook-signature", new StandardWebhook(secret ?? _secret).Sign(id, at, body));
        using var response = await _http.SendAsync(message);
        return (int)response.StatusCode;
    }

    private static string CreateSecret() => $"whsec_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";
}
