using System.Net.Http.Headers;
using Payments.Handlers.Ports;
using Payments.Handlers.Telemetry;

namespace Payments.Webhooks;

/// <summary>
/// Posts messages to endpoints, signed by <see cref="StandardSignature"/>, with a span of each (docs/telemetry.md).
/// </summary>
internal sealed class WebhookSender : IWebhookSender, IDisposable
{
    /// <summary>What of a response is read, so that its connection can be used again. Nothing of it is kept.</summary>
    internal const int MaxResponseBytes = 4 * 1024;

    /// <summary>How long an endpoint may take to answer, connecting included.</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private const string ContentType = "application/cloudevents+json";
    private const string UserAgent = "payment-webhooks/1";
    private const int FirstRedirect = 300;
    private const int FirstError = 400;

    private readonly AddressRules _rules;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _client;

    public WebhookSender(AddressRules rules, GuardedConnections connections, TimeProvider time)
    {
        _rules = rules;
        _time = time;
        _client = new HttpMessageInvoker(connections.CreateHandler());
    }

    /// <inheritdoc/>
    public string? ExplainRejection(Uri url) => _rules.Explain(url);

    /// <inheritdoc/>
    public async Task<WebhookResponse> SendAsync(WebhookMessage message, CancellationToken cancellationToken)
    {
        // The rules may have become stricter since it was registered.
        if (_rules.Explain(message.Url) is { } reason) return new WebhookResponse(null, $"Its address {reason}.");
        using var span = Tracing.StartPost(message.Url);
        var response = await PostAsync(message, cancellationToken);
        span?.SetResponse(response.Status, response.Failure);
        return response;
    }

    public void Dispose() => _client.Dispose();

    private async Task<WebhookResponse> PostAsync(WebhookMessage message, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = CreateRequest(message);
            using var response = await _client.SendAsync(request, either.Token);
            var status = (int)response.StatusCode;
            await DrainAsync(response, either.Token);
            return new WebhookResponse(status, Explain(status));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookResponse(null, $"It did not answer within {Timeout.TotalSeconds} seconds.");
        }
        catch (HttpRequestException failure)
        {
            return new WebhookResponse(null, Explain(failure));
        }
    }

    private HttpRequestMessage CreateRequest(WebhookMessage message)
    {
        var timestamp = StandardSignature.ToTimestamp(_time.GetUtcNow());
        var signature = StandardSignature.Sign(message.Secrets, message.Id, timestamp, message.Body.Span);
        return new HttpRequestMessage(HttpMethod.Post, message.Url)
        {
            Content = new ReadOnlyMemoryContent(message.Body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue(ContentType) },
            },
            Headers =
            {
                { StandardSignature.IdHeader, message.Id },
                { StandardSignature.TimestampHeader, timestamp },
                { StandardSignature.SignatureHeader, signature },
                { "User-Agent", UserAgent },
            },
        };
    }

    /// <summary>A response whose body is longer, or breaks off, counts all the same: its status has come.</summary>
    private static async Task DrainAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[MaxResponseBytes];
            await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException or OperationCanceledException)
        {
            // The connection is closed, and another one opened for the next message.
        }
    }

    private static string? Explain(int status) => status switch
    {
        >= FirstError => $"It answered {status}.",
        >= FirstRedirect => $"It answered {status}, and redirects are not followed.",
        _ => null,
    };

    /// <summary>In words of our own: the exception's text may quote what the endpoint sent.</summary>
    private static string Explain(HttpRequestException failure) =>
        failure.InnerException is ForbiddenAddressException forbidden
            ? forbidden.Message
            : failure.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "Its host name is unknown.",
                HttpRequestError.ConnectionError => "It can't be connected to.",
                HttpRequestError.SecureConnectionError => "It has no valid TLS certificate.",
                var error => $"It did not answer as a web server does ({error}).",
            };
}
