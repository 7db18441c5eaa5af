using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Payments.Handlers.Ports;
using Payments.Handlers.Telemetry;
using Payments.Testing;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace Payments.Webhooks.Tests;

/// <summary>Messages as an endpoint gets them, and endpoints that do not answer as they should.</summary>
public sealed class SendingTests : IAsyncDisposable
{
    private const string Body = """{"specversion":"1.0","id":"evt-1","data":{"name":"Zoë"}}""";

    private readonly WebhookReceiver _receiver = new();

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Fact]
    public async Task The_convention_s_own_library_verifies_a_message_with_each_of_two_secrets()
    {
        var (present, earlier) = (CreateSecret(), CreateSecret());

        var response = await SendAsync(Message([present, earlier]));

        Assert.Equal(new WebhookResponse(204, null), response);
        var received = Assert.Single(_receiver.Received);
        Assert.Equal(Body, received.Body);
        Assert.Equal("evt-1", received.Id);
        Assert.Equal("application/cloudevents+json", received.Headers["content-type"]);
        Verify(present, received);
        Verify(earlier, received);
        Assert.Throws<WebhookVerificationException>(() => Verify(CreateSecret(), received));
        Assert.Throws<WebhookVerificationException>(() => Verify(present, received with { Body = $"{Body} " }));
    }

    [Fact]
    public void A_signature_is_that_of_the_convention_s_own_library()
    {
        var secret = CreateSecret();
        var at = DateTimeOffset.FromUnixTimeSeconds(1_770_000_000);

        var signature = StandardSignature.Sign(
            [secret], "evt-1", StandardSignature.ToTimestamp(at), Encoding.UTF8.GetBytes(Body));

        Assert.Equal(new StandardWebhook(secret).Sign("evt-1", at, Body), signature);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _receiver.Respond = (_, response) =>
        {
            response.StatusCode = 307;
            response.RedirectLocation = new Uri(_receiver.Address, "elsewhere").ToString();
            return Task.CompletedTask;
        };

        var response = await SendAsync(Message());

        Assert.Equal(307, response.Status);
        Assert.Contains("redirects are not followed", response.Failure, StringComparison.Ordinal);
        Assert.Equal("/", Assert.Single(_receiver.Received).Path);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(202, true)]
    [InlineData(299, true)]
    [InlineData(400, false)]
    [InlineData(410, false)]
    [InlineData(429, false)]
    [InlineData(503, false)]
    public async Task Every_2xx_is_a_success_and_nothing_else_is(int status, bool succeeds)
    {
        _receiver.Respond = async (_, response) =>
        {
            response.StatusCode = status;
            await response.OutputStream.WriteAsync("the endpoint's own words"u8.ToArray());
        };

        var response = await SendAsync(Message());

        Assert.Equal(status, response.Status);
        Assert.Equal(succeeds, response.Failure is null);
        Assert.Equal(status == 410, response.IsGone);
        Assert.DoesNotContain("words", response.Failure ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_without_an_end_is_not_read_to_it()
    {
        var hangUp = new TaskCompletionSource();
        _receiver.Respond = async (_, response) =>
        {
            response.StatusCode = 200;
            response.SendChunked = true;
            var block = new byte[64 * 1024];
            try
            {
                while (true) await response.OutputStream.WriteAsync(block);
            }
            catch (Exception gone) when (gone is HttpListenerException or IOException or ObjectDisposedException)
            {
                hangUp.TrySetResult();
                throw;
            }
        };

        var response = await SendAsync(Message());

        Assert.Equal(new WebhookResponse(200, null), response);
        await hangUp.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_is_given_up_after_fifteen_seconds()
    {
        var end = new TaskCompletionSource();
        _receiver.Respond = (_, _) => end.Task;
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);

        var sending = SendAsync(Message(), time);
        await _receiver.WaitAsync(received => received.Count == 1, TimeSpan.FromSeconds(30));
        time.Advance(WebhookSender.Timeout - TimeSpan.FromSeconds(1));
        Assert.False(sending.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        var response = await sending;
        end.SetResult();

        Assert.Equal(new WebhookResponse(null, "It did not answer within 15 seconds."), response);
    }

    [Fact]
    public async Task An_endpoint_that_is_not_there_is_a_failure_and_not_an_exception()
    {
        var response = await SendAsync(Message() with { Url = new Uri($"http://127.0.0.1:{Ports.Free()}/") });

        Assert.Equal(new WebhookResponse(null, "It can't be connected to."), response);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    [InlineData("fd00::1")]
    public async Task A_name_that_leads_to_a_private_address_is_not_connected_to(string address)
    {
        var url = new Uri($"https://shop.example:{_receiver.Address.Port}/");

        var response = await SendAsync(
            Message() with { Url = url }, isLocal: false, resolve: _ => [IPAddress.Parse(address)]);

        Assert.Null(response.Status);
        Assert.Contains("leads to no public address", response.Failure, StringComparison.Ordinal);
        Assert.Empty(_receiver.Received);
    }

    [Fact]
    public async Task A_name_is_resolved_once_for_the_judgement_and_the_connection()
    {
        var asked = 0;

        var response = await SendAsync(
            Message() with { Url = new Uri($"http://shop.example:{_receiver.Address.Port}/") },
            resolve: _ => [IPAddress.Parse(asked++ == 0 ? "127.0.0.1" : "10.0.0.1")]);

        // The receiver rejects a request for another host name than its own; it was reached.
        Assert.Equal(1, asked);
        Assert.NotNull(response.Status);
    }

    [Fact]
    public async Task An_unknown_name_is_a_failure_with_a_reason()
    {
        var response = await SendAsync(
            Message() with { Url = new Uri("http://shop.example/") },
            resolve: _ => throw new System.Net.Sockets.SocketException(
                (int)System.Net.Sockets.SocketError.HostNotFound));

        Assert.Equal(new WebhookResponse(null, "Its host name is unknown."), response);
    }

    [Fact]
    public async Task An_address_that_may_not_be_registered_is_not_posted_to_either()
    {
        var response = await SendAsync(Message(), isLocal: false);

        Assert.NotNull(response.Failure);
        Assert.Empty(_receiver.Received);
    }

    [Theory]
    [InlineData(204, "", ActivityStatusCode.Unset)]
    [InlineData(503, "503", ActivityStatusCode.Error)]
    public async Task A_message_s_span_names_the_endpoint_s_host_and_answer_and_nothing_that_may_be_a_secret(
        int status, string error, ActivityStatusCode code)
    {
        var spans = new ConcurrentQueue<Activity>();
        using var request = new Activity("request").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Tracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        _receiver.Respond = (_, response) =>
        {
            response.StatusCode = status;
            return Task.CompletedTask;
        };

        await SendAsync(Message() with { Url = new Uri(_receiver.Address, "path?query") });

        // Other tests run at the same time.
        var span = Assert.Single(spans, span => span.TraceId == request.TraceId);
        Assert.Equal((ActivityKind.Client, code), (span.Kind, span.Status));
        Assert.Equal(
            [
                ("http.request.method", "POST"), ("server.address", "127.0.0.1"),
                ("server.port", _receiver.Address.Port), ("http.response.status_code", status),
                .. error.Length == 0 ? [] : new (string, object?)[] { ("error.type", error) },
            ],
            span.TagObjects.Select(tag => (tag.Key, tag.Value)));
        Assert.DoesNotContain("traceparent", Assert.Single(_receiver.Received).Headers.Keys);
    }

    private static async Task<WebhookResponse> SendAsync(
        WebhookMessage message,
        TimeProvider? time = null,
        bool isLocal = true,
        Func<string, IPAddress[]>? resolve = null)
    {
        var rules = new AddressRules(isLocal);
        var connections = new GuardedConnections(
            rules, (host, _) => Task.FromResult(resolve is null ? [IPAddress.Loopback] : resolve(host)));
        using var sender = new WebhookSender(rules, connections, time ?? TimeProvider.System);
        return await sender.SendAsync(message, CancellationToken.None);
    }

    private WebhookMessage Message(ImmutableArray<string>? secrets = null) =>
        new(_receiver.Address, "evt-1", Encoding.UTF8.GetBytes(Body), secrets ?? [CreateSecret()]);

    private static void Verify(string secret, ReceivedRequest received)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in received.Headers) headers[name] = value;
        new StandardWebhook(secret).Verify(received.Body, headers);
    }

    private static string CreateSecret() => $"whsec_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";
}
