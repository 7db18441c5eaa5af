using System.Text;
using LocalFunctionsHost.Calls;
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
    /// caller that hangs up is not a failure, nor is one whose body is broken: a <see cref="BadHttpRequestException"/>.
    /// </summary>
    public async Task<InvocationResponse> CallAsync(
        HttpContext context, Worker worker, InvocationRequest request, CancellationToken cancellation)
    {
        if (!context.Request.Headers.All(header => header.Value.All(value => value is null || Ascii.IsValid(value))))
            throw new BadHttpRequestException("A header has characters that can't be forwarded.");
        context.Request.Headers[InvocationHeader] = request.InvocationId;
        using var lost = new CancellationTokenSource();
        var forwarding = _forwarder.SendAsync(
            context, worker.HttpEndpoint!, _client, Config, HttpTransformer.Default, lost.Token).AsTask();
        using var calling = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        InvocationResponse response;
        try
        {
            var invoking = worker.InvokeAsync(request, calling.Token);
            await Task.WhenAny(invoking, forwarding);
            if (forwarding.IsCompletedSuccessfully && await forwarding == ForwarderError.RequestBodyClient)
            {
                // The worker may never see the request, and waits 15 seconds for it (DefaultHttpCoordinator), which its
                // caller does not have to.
                await calling.CancelAsync();
                _ = ObserveAsync(invoking);
                throw BodyError(context);
            }
            response = await invoking;
        }
        catch (WorkerLostException)
        {
            // From here on, this host writes the response, so the forwarding must have stopped.
            await lost.CancelAsync();
            await forwarding;
            throw;
        }
        var error = await forwarding;

        // The worker answered without the rest of the body, and closed the connection.
        if (error == ForwarderError.RequestBodyDestination && IsSuccess(response))
            throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
        if (error == ForwarderError.RequestBodyClient) throw BodyError(context);
        if (error != ForwarderError.None && !context.RequestAborted.IsCancellationRequested)
            throw new FunctionFailedException(
                $"Failed to proxy request with ForwarderError: {error}", context.GetForwarderErrorFeature()?.Exception);
        return response;
    }

    private static async Task ObserveAsync(Task abandoned) =>
        await abandoned.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static BadHttpRequestException BodyError(HttpContext context)
    {
        for (var cause = context.GetForwarderErrorFeature()?.Exception; cause is not null; cause = cause.InnerException)
            if (cause is BadHttpRequestException rejected) return rejected;
        return new BadHttpRequestException("The body is incomplete.");
    }

    private static bool IsSuccess(InvocationResponse response) =>
        response.Result.Status == StatusResult.Types.Status.Success;

    public void Dispose() => _client.Dispose();
}
