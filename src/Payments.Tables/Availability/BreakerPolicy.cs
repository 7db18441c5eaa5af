using Azure.Core;
using Azure.Core.Pipeline;
using Payments.Handlers.Ports;

namespace Payments.Tables.Availability;

/// <summary>Passes each attempt of a call through the breaker; retries included.</summary>
internal sealed class BreakerPolicy(StorageBreaker breaker) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The service sends no synchronous requests.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (!breaker.TryEnter())
            throw new StorageUnavailableException("Table Storage did not answer just now, and is not retried yet.");
        try
        {
            await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
        }
        catch when (!message.CancellationToken.IsCancellationRequested)
        {
            breaker.RecordFailure();
            throw;
        }

        // 429 and the like are answers. A caller who leaves shows nothing about storage, and is counted neither way.
        if (message.Response.Status >= UnavailabilityPolicy.FirstServerError) breaker.RecordFailure();
        else breaker.RecordAnswer();
    }
}
