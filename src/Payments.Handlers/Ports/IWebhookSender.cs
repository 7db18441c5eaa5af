using System.Collections.Immutable;

namespace Payments.Handlers.Ports;

/// <summary>A message to an endpoint.</summary>
/// <param name="Url">Where to.</param>
/// <param name="Id">The same on every try, so that the endpoint recognizes repetitions.</param>
/// <param name="Body">A CloudEvent in JSON.</param>
/// <param name="Secrets">What it is signed with, one signature for each.</param>
public sealed record WebhookMessage(
    Uri Url, string Id, ReadOnlyMemory<byte> Body, ImmutableArray<string> Secrets);

/// <summary>What became of a message to an endpoint.</summary>
/// <param name="Status">The HTTP status; null if there was no response.</param>
/// <param name="Failure">Why it counts as not delivered, in words; null if it was delivered.</param>
public sealed record WebhookResponse(int? Status, string? Failure)
{
    private const int Gone = 410;

    /// <summary>Whether the endpoint wants no more messages.</summary>
    public bool IsGone => Status == Gone;
}

/// <summary>Posts messages to endpoints. An endpoint that fails is a result, not an exception.</summary>
public interface IWebhookSender
{
    /// <summary>Posts a message once, signed.</summary>
    Task<WebhookResponse> SendAsync(WebhookMessage message, CancellationToken cancellationToken);

    /// <summary>Why messages can't be sent to an address; null if they can, as far as its text tells.</summary>
    string? ExplainRejection(Uri url);
}
