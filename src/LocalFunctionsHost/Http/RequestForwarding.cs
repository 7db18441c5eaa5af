using LocalFunctionsHost.Functions;
using LocalFunctionsHost.Protocol;
using LocalFunctionsHost.Workers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace LocalFunctionsHost.Http;

/// <summary>
/// HTTP for a worker with ASP.NET Core integration, as in DefaultHttpProxyService: the request itself goes to the
/// worker's web server, by HTTP/1.1 and with YARP's default changes (Host replaced, X-Forwarded-* set), in parallel
/// with an InvocationRequest; a header correlates the two. The worker's response is passed to the caller unchanged.
/// </summary>
internal sealed class RequestForwarding : IDisposable
{
    private const string InvocationHeader = "x-ms-invocation-id";

    /// <summary>How long the connection may be idle.</summary>
    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromSeconds(240) };

    private readonly IHttpForwarder _forwarder;
    private readonly HttpMessageInvoker _client;

    public RequestForwarding(IHttpForwarder forwarder, ILogger log)
    {
        _forwarder = forwarder;
        _client = new HttpMessageInvoker(new RetryingHandler(
            new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }, log));
    }

    /// <summary>
    /// GrpcWorkerChannel.InvokeResponse: the call ends when the worker has responded and everything is forwarded. A
    /// caller that hangs up is not a failure.
    /// </summary>
    public async Task<InvocationResponse> CallAsync(
        HttpContext context, Worker worker, InvocationRequest request, CancellationToken cancellation)
    {
        context.Request.Headers[InvocationHeader] = request.InvocationId;
        using var lost = new CancellationTokenSource();
        var forwarding = _forwarder.SendAsync(
            context, worker.HttpEndpoint!, _client, Config, HttpTransformer.Default, lost.Token).AsTask();
        InvocationResponse response;
        try
        {
            response = await worker.InvokeAsync(request, cancellation);
        }
        catch (WorkerLostException)
        {
            // From here on, this host writes the response, so the forwarding must have stopped.
            await lost.CancelAsync();
            await forwarding;
            throw;
        }
        var error = await forwarding;
        if (error != ForwarderError.None && !context.RequestAborted.IsCancellationRequested)
            throw new FunctionFailedException(
                $"Failed to proxy request with ForwarderError: {error}", context.GetForwarderErrorFeature()?.Exception);
        return response;
    }

    public void Dispose() => _client.Dispose();
}
