using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Payments.Functions.Availability;

namespace Payments.Functions;

/// <summary>
/// Whether the app runs, and whether it can serve requests. Both are open to strangers, who learn no more than that.
/// </summary>
public sealed class Health(Readiness readiness)
{
    private static readonly byte[] Live = """{"status":"live"}"""u8.ToArray();
    private static readonly byte[] Ready = """{"status":"ready"}"""u8.ToArray();
    private static readonly byte[] Unready = """{"status":"unavailable"}"""u8.ToArray();

    /// <summary>
    /// 200 while the process answers: for the platform, which restarts it otherwise. A storage outage is no reason to.
    /// </summary>
    [Function("HealthLive")]
    public static Task<HttpResponseData> GetLiveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequestData request) =>
        AnswerAsync(request, HttpStatusCode.OK, Live);

    /// <summary>
    /// 200 if storage and the queues answer, else 503: for the platform, which routes requests. The log says which is
    /// away.
    /// </summary>
    [Function("HealthReady")]
    public async Task<HttpResponseData> GetReadyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/ready")] HttpRequestData request) =>
        await readiness.IsReadyAsync()
            ? await AnswerAsync(request, HttpStatusCode.OK, Ready)
            : await AnswerAsync(request, HttpStatusCode.ServiceUnavailable, Unready);

    /// <summary>The same as <c>health/ready</c>.</summary>
    [Function("Health")]
    public Task<HttpResponseData> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequestData request) =>
        GetReadyAsync(request);

    private static async Task<HttpResponseData> AnswerAsync(HttpRequestData request, HttpStatusCode status, byte[] body)
    {
        var response = request.CreateResponse(status);
        response.Headers.Add("Content-Type", "application/json; charset=utf-8");
        if (status == HttpStatusCode.ServiceUnavailable)
            response.Headers.Add(RequestLimits.RetryAfterHeader, RequestLimits.RetryAfter);
        // Without the call's token: a caller that has hung up would be an error, with a stack trace.
        await response.WriteBytesAsync(body, CancellationToken.None);
        return response;
    }
}
