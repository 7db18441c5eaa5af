using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Payments.Functions;

public sealed class Health
{
    private static readonly byte[] Ready = """{"status":"ready"}"""u8.ToArray();

    [Function("Health")]
    public static async Task<HttpResponseData> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequestData request)
    {
        var response = request.CreateResponse(HttpStatusCode.OK);
        response.Headers.Add("Content-Type", "application/json; charset=utf-8");
        await response.WriteBytesAsync(Ready, request.FunctionContext.CancellationToken);
        return response;
    }
}
