using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables.Models;
using Payments.Handlers.Ports;

namespace Payments.Tables.Availability;

/// <summary>
/// Around the SDK's retries: whatever shows that storage is away becomes a <see cref="StorageUnavailableException"/>
/// with a message of one line. A missing table is one of these: the SDK would report it as an entity that does not
/// exist, and a queue function that runs before the tables are created would take its record for abandoned.
/// </summary>
internal sealed class UnavailabilityPolicy : HttpPipelinePolicy
{
    public const int FirstServerError = 500;

    private const string ErrorCodeHeader = "x-ms-error-code";

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The service sends no synchronous requests.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
        }
        catch (AggregateException several) when (several.InnerExceptions[^1] is StorageUnavailableException last)
        {
            // The breaker opened between two attempts.
            throw new StorageUnavailableException(last.Message, several);
        }
        catch (Exception fault) when (ShowsOutage(fault) && !message.CancellationToken.IsCancellationRequested)
        {
            throw new StorageUnavailableException($"Table Storage can't be reached: {Describe(fault)}", fault);
        }

        var status = message.Response.Status;
        if (status >= FirstServerError)
            throw new StorageUnavailableException($"Table Storage responded {status} to all attempts.");
        if (status == 404 && IsTableMissing(message.Response))
            throw new StorageUnavailableException("A table does not exist yet.");
    }

    private static bool IsTableMissing(Response response) =>
        response.Headers.TryGetValue(ErrorCodeHeader, out var code) && code == TableErrorCode.TableNotFound.ToString();

    /// <summary>The exceptions that the SDK retries; after several retries it throws all of them together.</summary>
    private static bool ShowsOutage(Exception fault) => fault switch
    {
        AggregateException several => several.InnerExceptions.Any(ShowsOutage),
        RequestFailedException failed => failed.Status == 0,
        IOException or OperationCanceledException => true,
        _ => false,
    };

    /// <summary>The SDK's messages go over many lines, and those of several exceptions are joined.</summary>
    private static string Describe(Exception fault)
    {
        var last = fault is AggregateException several ? several.InnerExceptions[^1] : fault;
        return last.Message.AsSpan().Trim().ToString().Split('\r', '\n')[0];
    }
}
