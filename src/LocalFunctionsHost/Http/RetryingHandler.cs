using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LocalFunctionsHost.Http;

/// <summary>
/// RetryProxyHandler of the Functions host: retries a request that can't be sent to the worker, 10 times within 2
/// seconds. A body that has been read can't be sent again; such a request fails.
/// </summary>
internal sealed class RetryingHandler(HttpMessageHandler inner, ILogger log) : DelegatingHandler(inner)
{
    private const int MaxAttempts = 10;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(250);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var delay = FirstDelay;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException fault) when (attempt < MaxAttempts && !IsOfCallersBody(fault))
            {
                log.LogDebug("Failed to proxy to the worker, attempt {Attempt}: {Reason}", attempt, fault.Message);
                await Task.Delay(delay, cancellationToken);
                delay = delay * 2 < MaxDelay ? delay * 2 : MaxDelay;
            }
        }
    }

    private static bool IsOfCallersBody(Exception fault) =>
        fault is BadHttpRequestException || (fault.InnerException is { } inner && IsOfCallersBody(inner));
}
