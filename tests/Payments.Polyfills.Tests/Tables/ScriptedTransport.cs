using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Payments.Polyfills.Tests.Tables;

/// <summary>Answers requests one after another as the script says, and keeps what was asked.</summary>
internal sealed class ScriptedTransport(params ScriptedResponse[] answers) : HttpPipelineTransport
{
    public List<SentRequest> Sent { get; } = [];

    public override Request CreateRequest() => HttpClientTransport.Shared.CreateRequest();

    public override void Process(HttpMessage message)
    {
        var request = message.Request;
        request.Headers.TryGetValue("Authorization", out var authorization);
        using var body = new MemoryStream();
        request.Content?.WriteTo(body, message.CancellationToken);
        message.Response = answers[Sent.Count];
        var text = Encoding.UTF8.GetString(body.ToArray());
        Sent.Add(new(request.Uri.ToUri(), authorization, text, DateTimeOffset.UtcNow));
    }

    public override ValueTask ProcessAsync(HttpMessage message)
    {
        Process(message);
        return ValueTask.CompletedTask;
    }
}

internal sealed record SentRequest(Uri Uri, string? Authorization, string Body, DateTimeOffset At);
