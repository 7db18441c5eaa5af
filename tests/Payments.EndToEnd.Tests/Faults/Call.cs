using System.Text.Json.Nodes;

namespace Payments.EndToEnd.Tests.Faults;

/// <summary>What a call makes.</summary>
internal enum Makes
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
/// One thing that a client wants, and asks for until it is answered: under the same key each time. An answer is
/// whatever is not a fault (5xx), not "wait and repeat" (Retry-After), and not cut off by a kill.
/// </summary>
internal sealed class Call(Makes makes, string key, decimal amount, Func<HttpRequestMessage> request)
{
    /// <summary>What it makes.</summary>
    public Makes Makes => makes;

    /// <summary>Its key; for a failure's text.</summary>
    public string Key => key;

    /// <summary>How much it asks for.</summary>
    public decimal Amount => amount;

    /// <summary>The first answer; null while there is none.</summary>
    public Reply? Answer { get; private set; }

    /// <summary>When that came.</summary>
    public DateTimeOffset AnsweredAt { get; private set; }

    /// <summary>How often it was sent.</summary>
    public int Sent { get; private set; }

    /// <summary>How often a kill cut it off.</summary>
    public int CutOff { get; private set; }

    /// <summary>Whether the first answer is a yes.</summary>
    public bool IsMade => Answer?.Status is 200 or 201;

    /// <summary>The id in the first answer.</summary>
    public string Id => IdIn(Answer!.Body!);

    /// <summary>
    /// Sends it. A repetition of what was made must be answered with the same id; a refusal is an answer, and is not
    /// repeated. False where it is to be sent again.
    /// </summary>
    public async Task<bool> SendAsync(HttpClient http)
    {
        if (Answer is not null && !IsMade) return true;
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
            // The service was killed before it had answered, or was not there yet.
            CutOff++;
            return false;
        }

        if (Answer is not null) Check(reply);
        else (Answer, AnsweredAt) = (reply, DateTimeOffset.UtcNow);
        return true;
    }

    /// <summary>Takes the answer for never given: what it told of is gone with the store that lost it.</summary>
    public void Forget() => Answer = null;

    private void Check(Reply reply)
    {
        Assert.True(
            reply.Status is 200 or 201,
            $"{makes} {key} was made and answered ({Answer!.Status}); repeated: {reply.Status} {reply.Body}");
        Assert.Equal(Id, IdIn(reply.Body!));
    }

    /// <summary>Commerce Hub has no other word for it than a code.</summary>
    private static bool IsInProgress(string text) => text.Contains("\"759\"", StringComparison.Ordinal);

    private static string IdIn(JsonNode body) =>
        (body["id"] ?? body["ID"] ?? body["gatewayResponse"]!["transactionProcessingDetails"]!["transactionId"])!
            .GetValue<string>();
}
