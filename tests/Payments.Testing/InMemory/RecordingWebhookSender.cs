using System.Collections.Concurrent;
using Payments.Handlers.Ports;

namespace Payments.Testing.InMemory;

/// <summary>Records what is posted to endpoints, and answers as a test wants it, or with 204.</summary>
public sealed class RecordingWebhookSender : IWebhookSender
{
    private readonly ConcurrentQueue<WebhookMessage> _sent = [];

    /// <summary>All messages, in their order.</summary>
    public IReadOnlyList<WebhookMessage> Sent => [.. _sent];

    /// <summary>The response to a message.</summary>
    public Func<WebhookMessage, WebhookResponse> Respond { get; set; } = _ => new WebhookResponse(204, null);

    /// <summary>What an endpoint does before it answers.</summary>
    public Func<CancellationToken, Task> Wait { get; set; } = _ => Task.CompletedTask;

    public async Task<WebhookResponse> SendAsync(WebhookMessage message, CancellationToken cancellationToken)
    {
        _sent.Enqueue(message);
        await Wait(cancellationToken);
        return Respond(message);
    }

    /// <summary>Enough for forms; the sender's own rules have tests of their own.</summary>
    public string? ExplainRejection(Uri url) => url.Scheme == Uri.UriSchemeHttps ? null : "must begin with https://";
}
