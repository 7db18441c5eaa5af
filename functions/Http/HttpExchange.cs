using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;
using Payments.Dialects.Wire;
using Payments.Functions.Availability;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;

namespace Payments.Functions.Http;

/// <summary>
/// Passes a request of the Functions host to a dialect, and the response back. Whatever the dialect throws is logged,
/// and becomes an error response in the dialect's own format with a trace id. Nothing is left half-done, so the request
/// may be repeated.
/// </summary>
public sealed partial class HttpExchange(
    IdempotencyMiddleware repeats,
    CrossOrigin crossOrigin,
    RequestGate gate,
    TimeProvider time,
    ILogger<HttpExchange> log)
{
    private const int FirstError = (int)HttpStatusCode.BadRequest;

    /// <summary>
    /// Handles a request of an authenticated caller: credentials are verified here, with the scope that the function
    /// requires (<see cref="RouteScopes"/>), and the operation gets a call.
    /// </summary>
    public Task<HttpResponseData> HandleAsync<TCall>(
        HttpRequestData request,
        IEndpoint<TCall> endpoint,
        Func<TCall, CancellationToken, Task<WireResponse>> operation) where TCall : class =>
        AdmitAsync(
            request,
            endpoint.Dialect,
            RequestLimits.MaxBodyBytes,
            endpoint.RejectHeadAsync,
            (wire, cancellation) => Scoped(request, endpoint).AnswerAsync(wire, operation, cancellation));

    /// <summary>
    /// The same for an operation that creates something: a repetition under the same <c>Idempotency-Key</c> gets the
    /// same response.
    /// </summary>
    public Task<HttpResponseData> HandleIdempotentAsync<TCall>(
        HttpRequestData request,
        IEndpoint<TCall> endpoint,
        Func<TCall, CancellationToken, Task<WireResponse>> operation) where TCall : class =>
        AdmitAsync(
            request,
            endpoint.Dialect,
            RequestLimits.MaxBodyBytes,
            endpoint.RejectHeadAsync,
            (wire, cancellation) => repeats.HandleAsync(wire, Scoped(request, endpoint), operation, cancellation));

    /// <summary>
    /// Handles a request without authentication: the operation is open to all, or authenticates its callers itself. So
    /// it reads no more of a stranger's body than it must.
    /// </summary>
    /// <param name="maxBodyBytes">The longest body that the operation reads; without it, none is read.</param>
    public Task<HttpResponseData> AnswerAnyoneAsync(
        HttpRequestData request,
        IDialect dialect,
        Func<WireRequest, CancellationToken, Task<WireResponse>> handle,
        int maxBodyBytes = 0) =>
        AdmitAsync(request, dialect, maxBodyBytes, (_, _) => ValueTask.FromResult<WireResponse?>(null), handle);

    private async Task<HttpResponseData> AdmitAsync(
        HttpRequestData request,
        IDialect dialect,
        int maxBodyBytes,
        Func<WireRequest, CancellationToken, ValueTask<WireResponse?>> rejectHead,
        Func<WireRequest, CancellationToken, Task<WireResponse>> handle)
    {
        if (!gate.TryEnter())
        {
            LogTooMany(request.FunctionContext.FunctionDefinition.Name);
            return await WriteAsync(request, Unavailable(dialect, TraceIdOf(request)));
        }

        try
        {
            return await WriteAsync(request, await AnswerAsync(request, dialect, maxBodyBytes, rejectHead, handle));
        }
        finally
        {
            gate.Leave();
        }
    }

    /// <summary>
    /// Only a request with a body is authenticated before it: the others lose nothing by doing it with the operation.
    /// One timer limits the body first, and then the operation.
    /// </summary>
    private async Task<WireResponse> AnswerAsync(
        HttpRequestData request,
        IDialect dialect,
        int maxBodyBytes,
        Func<WireRequest, CancellationToken, ValueTask<WireResponse?>> rejectHead,
        Func<WireRequest, CancellationToken, Task<WireResponse>> handle)
    {
        var hangUp = request.FunctionContext.CancellationToken;
        try
        {
            var head = RequestReader.ReadHead(request);
            if (RequestReader.HasBody(head) && await RejectHeadAsync(rejectHead(head, hangUp)) is { } rejection)
                return rejection;
            using var timeout = new CancellationTokenSource(RequestLimits.BodyTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, hangUp);
            var read = await RequestReader.ReadBodyAsync(request, head, maxBodyBytes, timeout, either.Token);
            if (read.Problem is { } problem) return dialect.RejectBody(read.Request, problem);
            timeout.CancelAfter(RequestLimits.OperationTimeout);
            return await InTimeAsync(handle(read.Request, either.Token), timeout, hangUp);
        }
        catch (Exception fault)
        {
            return HandleFailure(request, dialect, fault, hangUp.IsCancellationRequested);
        }
    }

    /// <summary>Credentials are nearly always in memory: then no time passes.</summary>
    private async ValueTask<WireResponse?> RejectHeadAsync(ValueTask<WireResponse?> rejecting) =>
        rejecting.IsCompletedSuccessfully
            ? rejecting.Result
            : await rejecting.AsTask().WaitAsync(RequestLimits.OperationTimeout, time, CancellationToken.None);

    /// <summary>
    /// The operation's answer; a <see cref="TimeoutException"/> if it takes longer than a request may
    /// (<see cref="RequestLimits.OperationTimeout"/>).
    /// </summary>
    private async Task<WireResponse> InTimeAsync(
        Task<WireResponse> running, CancellationTokenSource timeout, CancellationToken hangUp)
    {
        try
        {
            return await running.WaitAsync(RequestLimits.AnswerTimeout, time, CancellationToken.None);
        }
        catch (Exception cut) when (timeout.IsCancellationRequested && !hangUp.IsCancellationRequested)
        {
            // Whatever it is: the SDKs put several cancellations into one exception.
            throw new TimeoutException($"The operation took more than {RequestLimits.OperationTimeout}.", cut);
        }
    }

    private static ScopedEndpoint<TCall> Scoped<TCall>(HttpRequestData request, IEndpoint<TCall> endpoint)
        where TCall : class => new(endpoint, RouteScopes.Of(request.FunctionContext.FunctionDefinition.Name));

    /// <summary>
    /// A canceled request is not an error: the caller disconnected, or the host is stopping. It still gets a response,
    /// because a function that throws counts as an error in the worker and in the host. What is away for a while is
    /// logged in one line: its stack trace says nothing, and an outage has many.
    /// </summary>
    private WireResponse HandleFailure(HttpRequestData request, IDialect dialect, Exception fault, bool wasCanceled)
    {
        var function = request.FunctionContext.FunctionDefinition.Name;
        var traceId = TraceIdOf(request);
        if (wasCanceled)
            LogCanceled(function, traceId);
        else if (fault is StorageUnavailableException or TimeoutException)
            LogUnavailable(function, traceId, fault.Message);
        else
            LogFault(fault, function, traceId);
        return wasCanceled || IsPassing(fault)
            ? Unavailable(dialect, traceId)
            : dialect.Fault((int)HttpStatusCode.InternalServerError, traceId);
    }

    private static bool IsPassing(Exception fault) => fault
        is LedgerBusyException or ProcessorUnavailableException or StorageUnavailableException or TimeoutException;

    private static WireResponse Unavailable(IDialect dialect, string traceId) => dialect
        .Fault((int)HttpStatusCode.ServiceUnavailable, traceId)
        .With(RequestLimits.RetryAfterHeader, RequestLimits.RetryAfter);

    private static string TraceIdOf(HttpRequestData request) =>
        Activity.Current?.TraceId.ToString() ?? request.FunctionContext.InvocationId;

    /// <summary>
    /// Without a token: writing to a caller that disconnected is dropped without an exception. The length avoids a
    /// chunked response. Every error has its trace id in a header, so that its request is found in the traces whatever
    /// API it belongs to.
    /// </summary>
    private async Task<HttpResponseData> WriteAsync(HttpRequestData request, WireResponse answer)
    {
        var response = request.CreateResponse((HttpStatusCode)answer.Status);
        foreach (var (name, value) in answer.Headers) SetHeader(response, name, value);
        foreach (var (name, value) in crossOrigin.HeadersFor(request)) SetHeader(response, name, value);
        if (answer.Status >= FirstError && !answer.Headers.ContainsKey(WireResponse.TraceIdHeader))
            SetHeader(response, WireResponse.TraceIdHeader, TraceIdOf(request));
        if (answer.Body.IsEmpty) return response;
        SetHeader(response, "Content-Type", "application/json; charset=utf-8");
        SetHeader(response, "Content-Length", answer.Body.Length.ToString(CultureInfo.InvariantCulture));
        await response.Body.WriteAsync(answer.Body, CancellationToken.None);
        return response;
    }

    /// <summary>Unvalidated, because validation would rewrite the value.</summary>
    private static void SetHeader(HttpResponseData response, string name, string value)
    {
        if (!response.Headers.TryAddWithoutValidation(name, value))
            throw new InvalidOperationException($"The response header {name} could not be added.");
    }

    [LoggerMessage(LogLevel.Error, "{Function} failed; trace {TraceId}.")]
    private partial void LogFault(Exception fault, string function, string traceId);

    [LoggerMessage(LogLevel.Warning, "{Function} was answered 503; trace {TraceId}. {Reason}")]
    private partial void LogUnavailable(string function, string traceId, string reason);

    [LoggerMessage(LogLevel.Warning, "{Function} was answered 503: too many requests are in progress.")]
    private partial void LogTooMany(string function);

    [LoggerMessage(LogLevel.Information, "{Function} was canceled; trace {TraceId}.")]
    private partial void LogCanceled(string function, string traceId);
}
