using LocalFunctionsHost.Functions;
using LocalFunctionsHost.Protocol;
using LocalFunctionsHost.Workers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace LocalFunctionsHost.Http;

/// <summary>
/// HTTP for a worker with ASP.NET Core integration, as DefaultHttpProxyService does it: the request itself goes to the
/// worker's web server, by HTTP/1.1 and with YARP's default changes (Host replaced, X-Forwarded-* set), beside an
/// InvocationRequest; a header of its own says which belong together. The worker's answer goes to the caller as it
/// comes.
/// </summary>
internal sealed class RequestForwarding : IDisposable
{
    private const string InvocationHeader = "x-ms-invocation-id";

    /// <summary>How long neither side may move a byte.</summary>
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
    /// GrpcWorkerChannel.InvokeResponse: the call ends when the worker has answered and all is forwarded; that a caller
    /// hung up is no failure.
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
            // The answer is this host's now, so nobody else may write to it any more.
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
