using System.Text.Json.Nodes;

namespace Payments.EndToEnd.Tests.Faults;

/// <summary>The kind of resource that a call creates.</summary>
internal enum ResourceKind
{
    Order,
    Authorization,
    Capture,
    Refund,
    Credit,
    OrderCloudPayment,
    OrderCloudCapture,
}

/// <summary>
/// One thing that a client wants, and requests under the same key until it gets a response. A response is anything that
/// is not an error of the service (5xx), not "wait and repeat" (Retry-After), and not cut off by a kill.
/// </summary>
internal sealed class Call(ResourceKind kind, string key, decimal amount, Func<HttpRequestMessage> request)
{
    public ResourceKind Kind => kind;

    /// <summary>The call's key, for messages.</summary>
    public string Key => key;

    /// <summary>The requested amount.</summary>
    public decimal Amount => amount;

    /// <summary>The first response; null until there is one.</summary>
    public Reply? Answer { get; private set; }

    /// <summary>When the first response arrived.</summary>
    public DateTimeOffset AnsweredAt { get; private set; }

    /// <summary>How many times the call was sent.</summary>
    public int Sent { get; private set; }

    /// <summary>How many times a kill cut it off.</summary>
    public int CutOff { get; private set; }

    /// <summary>Whether the first response is a success.</summary>
    public bool HasSucceeded => Answer?.Status is 200 or 201;

    /// <summary>The id in the first response.</summary>
    public string Id => IdIn(Answer!.Body!);

    /// <summary>
    /// Sends the call. A repetition after success must return the same id; a rejection is a response, and is not
    /// repeated. Returns false if the call must be sent again.
    /// </summary>
    public async Task<bool> SendAsync(HttpClient http)
    {
        if (Answer is not null && !HasSucceeded) return true;
        Sent++;
        using var message = request();
        Reply reply;
        try
        {
            using var response = await http.SendAsync(message);
            var text = await response.Content.ReadAsStringAsync();
            if ((int)response.StatusCode >= 500 || response.Headers.RetryAfter is not null || IsInProgress(text))
                return false;
            reply = new Reply((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
        }
        catch (HttpRequestException)
        {
            // The service was killed before it responded, or had not started yet.
            CutOff++;
            return false;
        }

        if (Answer is not null) Check(reply);
        else (Answer, AnsweredAt) = (reply, DateTimeOffset.UtcNow);
        return true;
    }

    /// <summary>Treats the response as never received: the store has lost what it reported.</summary>
    public void Forget() => Answer = null;

    private void Check(Reply reply)
    {
        Assert.True(
            reply.Status is 200 or 201,
            $"{kind} {key} was created with {Answer!.Status}; repeated: {reply.Status} {reply.Body}");
        Assert.Equal(Id, IdIn(reply.Body!));
    }

    /// <summary>Commerce Hub reports it only as a code.</summary>
    private static bool IsInProgress(string text) => text.Contains("\"759\"", StringComparison.Ordinal);

    private static string IdIn(JsonNode body) =>
        (body["id"] ?? body["ID"] ?? body["gatewayResponse"]!["transactionProcessingDetails"]!["transactionId"])!
            .GetValue<string>();
}
