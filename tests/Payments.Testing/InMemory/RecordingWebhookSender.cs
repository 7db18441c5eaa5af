using System.Collections.Concurrent;
using Payments.Handlers.Ports;

namespace Payments.Testing.InMemory;

/// <summary>Records what is posted to endpoints, and answers as a test wants it: 204 unless it says otherwise.</summary>
public sealed class RecordingWebhookSender : IWebhookSender
{
    private readonly ConcurrentQueue<WebhookMessage> _sent = [];

    /// <summary>All messages, in their order.</summary>
    public IReadOnlyList<WebhookMessage> Sent => [.. _sent];

    /// <summary>The response to a message.</summary>
    public Func<WebhookMessage, WebhookResponse> Respond { get; set; } = _ => new WebhookResponse(204, null);

    public Task<WebhookResponse> SendAsync(WebhookMessage message, CancellationToken cancellationToken)
    {
        _sent.Enqueue(message);
        return Task.FromResult(Respond(message));
    }

    /// <summary>Enough for forms; the sender's own rules have tests of their own.</summary>
    public string? ExplainRejection(Uri url) => url.Scheme == Uri.UriSchemeHttps ? null : "must begin with https://";
}
