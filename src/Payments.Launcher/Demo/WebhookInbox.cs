using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Payments.Launcher.Processes;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace Payments.Launcher.Demo;

/// <summary>An event whose signature was verified.</summary>
/// <param name="Id">The <c>webhook-id</c> that it came under.</param>
/// <param name="Content">The CloudEvent (docs/events.md).</param>
internal sealed record VerifiedEvent(string Id, JsonNode Content)
{
    public string Type => Content["type"]!.GetValue<string>();

    /// <summary>Empty if it is about no ledger.</summary>
    public string Ledger => (string?)Content["ledger"] ?? "";

    /// <summary>Empty if it is about no ledger.</summary>
    public string Sequence => (string?)Content["sequence"] ?? "";

    public JsonNode Data => Content["data"]!;
}

/// <summary>
/// The demo shop's webhook endpoint: a web server on this machine that verifies each message as a shop would, with the
/// library of the Standard Webhooks convention, and keeps it. A message that it can't verify, and a change that is told
/// under a second id, are mistakes of the service.
/// </summary>
internal sealed class WebhookInbox : IAsyncDisposable
{
    /// <summary>How long events may take: announcements wait a second, deliveries take milliseconds.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait for what must not come, once all that was expected has come.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<VerifiedEvent> _received = [];
    private readonly ConcurrentQueue<string> _mistakes = [];
    private readonly Task _serving;
    private readonly TimeSpan _timeout;
    private readonly TimeSpan _settling;
    private StandardWebhook? _verifier;

    /// <summary>Starts to listen.</summary>
    public WebhookInbox() : this(Timeout, Settling)
    {
    }

    internal WebhookInbox(TimeSpan timeout, TimeSpan settling)
    {
        (_timeout, _settling) = (timeout, settling);
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Find()}/events"));
        _listener.Prefixes.Add(Address.GetLeftPart(UriPartial.Authority) + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>What the shop registers.</summary>
    public Uri Address { get; }

    /// <summary>How many messages were verified; an event that was delivered again counts again.</summary>
    public int Deliveries => _received.Count;

    /// <summary>Has messages verified with the secret that the registration answered.</summary>
    public void Open(string secret) => _verifier = new StandardWebhook(secret);

    /// <summary>
    /// Waits for events of these types, each once, and returns them in the order of their ledger. Fails if one does not
    /// come, or comes that is not expected, or if the service made a mistake.
    /// </summary>
    public async Task<IReadOnlyList<VerifiedEvent>> WaitAsync(
        IReadOnlyList<string> types, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_timeout, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        while (_mistakes.IsEmpty && ListEvents().Count < types.Count && !timeout.IsCancellationRequested)
            await Task.Delay(Pause, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(_settling, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        cancellationToken.ThrowIfCancellationRequested();
        if (!_mistakes.IsEmpty) throw new DemoFailedException(string.Join(' ', _mistakes));
        var events = ListEvents();
        var arrived = events.Select(one => one.Type).ToList();
        if (arrived.Count < types.Count)
        {
            throw new DemoFailedException(
                $"Of {types.Count} events, {arrived.Count} arrived at the webhook receiver within "
                + $"{_timeout.TotalSeconds} seconds. Missing: {ListMissing(types, arrived)}.");
        }

        return arrived.SequenceEqual(types)
            ? events
            : throw new DemoFailedException(
                $"The events at the webhook receiver are not those expected, in the order of their ledger: "
                + $"expected {string.Join(", ", types)}; got {string.Join(", ", arrived)}.");
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private List<VerifiedEvent> ListEvents() =>
    [
        .. _received
            .DistinctBy(one => one.Id)
            .OrderBy(one => one.Ledger, StringComparer.Ordinal)
            .ThenBy(one => one.Sequence, StringComparer.Ordinal),
    ];

    private static string ListMissing(IReadOnlyList<string> types, List<string> arrived)
    {
        var missing = types.ToList();
        foreach (var type in arrived) missing.Remove(type);
        return string.Join(", ", missing);
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException or IOException)
            {
                // The sender has hung up, or the demo has ended.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var body = await reader.ReadToEndAsync();
        var headers = new HeaderDictionary();
        foreach (var name in context.Request.Headers.AllKeys.OfType<string>())
            headers[name] = context.Request.Headers[name];
        context.Response.StatusCode = Take(headers["webhook-id"].ToString(), headers, body)
            ? StatusCodes.Status204NoContent
            : StatusCodes.Status400BadRequest;
        // Dispose would break off the connection, which the sender may be about to use for its next message.
        context.Response.Close();
    }

    /// <summary>Verifies a message before anything in it is read.</summary>
    private bool Take(string id, HeaderDictionary headers, string body)
    {
        try
        {
            if (_verifier is null) throw new WebhookVerificationException("no endpoint is registered");
            _verifier.Verify(body, headers);
        }
        catch (WebhookVerificationException reason)
        {
            _mistakes.Enqueue($"The message '{id}' at the webhook receiver is not verified: {reason.Message}.");
            return false;
        }

        var taken = new VerifiedEvent(id, JsonNode.Parse(body)!);
        if (taken.Ledger.Length > 0 && _received.FirstOrDefault(
            other => other.Id != id && (other.Ledger, other.Sequence) == (taken.Ledger, taken.Sequence)) is { } other)
            _mistakes.Enqueue($"One change, {taken.Type}, came under two ids: '{other.Id}' and '{id}'.");
        _received.Enqueue(taken);
        return true;
    }
}
