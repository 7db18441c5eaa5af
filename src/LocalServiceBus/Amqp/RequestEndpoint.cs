using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Encoding;
using Microsoft.Azure.Amqp.Framing;

namespace LocalServiceBus.Amqp;

/// <summary>The link on which a client sends requests; each response goes to the link that the request names.</summary>
internal sealed class RequestEndpoint
{
    private readonly ReceivingAmqpLink _link;
    private readonly ClientConnection _client;
    private readonly Func<AmqpMessage, Task<Response>> _answer;
    private ulong _lastTag;

    private RequestEndpoint(ReceivingAmqpLink link, ClientConnection client, Func<AmqpMessage, Task<Response>> answer)
    {
        _link = link;
        _client = client;
        _answer = answer;
    }

    public static void Open(
        ReceivingAmqpLink link, ClientConnection client, Func<AmqpMessage, Task<Response>> answer) =>
        link.RegisterMessageListener(new RequestEndpoint(link, client, answer).OnMessage);

    private void OnMessage(AmqpMessage request) => _ = AnswerAsync(request);

    private async Task AnswerAsync(AmqpMessage request)
    {
        Response response;
        try
        {
            response = await _answer(request).ConfigureAwait(false);
        }
        catch (Exception rejection)
        {
            response = Response.FromError(rejection);
        }

        if (request.Properties.ReplyTo?.ToString() is { } replyTo && _client.ReplyLink(replyTo) is { } replyLink)
        {
            var tag = BitConverter.GetBytes(Interlocked.Increment(ref _lastTag));
            replyLink.SendMessageNoWait(
                Message(response, request.Properties.MessageId), new ArraySegment<byte>(tag), AmqpConstants.NullBinary);
        }

        if (!_link.IsClosing())
            _link.DisposeDelivery(request, settled: true, AmqpConstants.AcceptedOutcome);

        request.Dispose();
    }

    /// <summary>
    /// $cbs and $management spell the status differently; with both spellings, one message serves both (section 7).
    /// </summary>
    private static AmqpMessage Message(Response response, MessageId correlationId)
    {
        var message = AmqpMessage.Create(new AmqpValue { Value = response.Body });
        message.Properties.CorrelationId = correlationId;
        var properties = message.ApplicationProperties.Map;
        var description = response.Error?.Description ?? response.Status.ToString();
        properties["status-code"] = (int)response.Status;
        properties["statusCode"] = (int)response.Status;
        properties["status-description"] = description;
        properties["statusDescription"] = description;
        if (response.Error is { } error)
            properties["errorCondition"] = error.Condition;

        return message;
    }
}
