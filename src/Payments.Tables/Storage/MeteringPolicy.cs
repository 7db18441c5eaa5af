using Azure.Core;
using Azure.Core.Pipeline;
using Payments.Handlers.Telemetry;

namespace Payments.Tables.Storage;

/// <summary>Counts every call to storage, each retry for itself.</summary>
internal sealed class MeteringPolicy(PaymentsMetrics metrics) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The service sends no synchronous requests.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        int? status = null;
        try
        {
            await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
            status = message.Response.Status;
        }
        finally
        {
            metrics.StorageCalled(Describe(message.Request), status);
        }
    }

    private static string Describe(Request request)
    {
        if (request.Method == RequestMethod.Get) return "read";
        return request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal) ? "transaction" : "write";
    }
}
