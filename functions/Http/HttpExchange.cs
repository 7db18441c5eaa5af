using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;
using Payments.Dialects.Wire;
using Payments.Handlers.Writing;

namespace Payments.Functions.Http;

/// <summary>
/// Passes a request of the Functions host to a dialect, and the response back. Whatever the dialect throws is logged,
/// and becomes an error response in the dialect's own format with a trace id. Nothing is left half-done, so the request
/// may be repeated.
/// </summary>
public sealed partial class HttpExchange(
    IdempotencyMiddleware repeats, CrossOrigin crossOrigin, ILogger<HttpExchange> log)
{
    /// <summary>
    /// Handles a request of an authenticated caller: credentials are verified here once, with the scope that the
    /// function requires (<see cref="RouteScopes"/>), and the operation gets a call.
    /// </summary>
    public Task<HttpResponseData> HandleAsync<TCall>(
        HttpRequestData request,
        IEndpoint<TCall> endpoint,
        Func<TCall, CancellationToken, Task<WireResponse>> operation) where TCall : class =>
        AnswerAnyoneAsync(
            request,
            endpoint.Dialect,
            (wire, cancellation) => Scoped(request, endpoint).AnswerAsync(
                wire, call => operation(call, cancellation), cancellation));

    /// <summary>
    /// The same for an operation that creates something: a repetition under the same <c>Idempotency-Key</c> gets the
    /// same response.
    /// </summary>
    public Task<HttpResponseData> HandleIdempotentAsync<TCall>(
        HttpRequestData request,
        IEndpoint<TCall> endpoint,
        Func<TCall, CancellationToken, Task<WireResponse>> operation) where TCall : class =>
        AnswerAnyoneAsync(
            request,
            endpoint.Dialect,
            (wire, cancellation) => repeats.HandleAsync(
                wire, Scoped(request, endpoint), call => operation(call, cancellation), cancellation));

    /// <summary>
    /// Handles a request without authentication: the operation is open to all, or authenticates its callers itself.
    /// </summary>
    public async Task<HttpResponseData> AnswerAnyoneAsync(
        HttpRequestData request,
        IDialect dialect,
        Func<WireRequest, CancellationToken, Task<WireResponse>> handle)
    {
        var cancellation = request.FunctionContext.CancellationToken;
        WireResponse answer;
        try
        {
            var read = await RequestReader.ReadAsync(request, cancellation);
            answer = read.Problem is { } problem
                ? dialect.RejectBody(read.Request, problem)
                : await handle(read.Request, cancellation);
        }
        catch (Exception fault)
        {
            answer = HandleFailure(request, dialect, fault, cancellation.IsCancellationRequested);
        }

        return await WriteAsync(request, answer);
    }

    private static ScopedEndpoint<TCall> Scoped<TCall>(HttpRequestData request, IEndpoint<TCall> endpoint)
        where TCall : class => new(endpoint, RouteScopes.Of(request.FunctionContext.FunctionDefinition.Name));

    /// <summary>
    /// A canceled request is not an error: the caller disconnected, or the host is stopping. It still gets a response,
    /// because a function that throws counts as an error in the worker and in the host.
    /// </summary>
    private WireResponse HandleFailure(HttpRequestData request, IDialect dialect, Exception fault, bool wasCanceled)
    {
        var function = request.FunctionContext.FunctionDefinition.Name;
        var traceId = Activity.Current?.TraceId.ToString() ?? request.FunctionContext.InvocationId;
        if (wasCanceled)
            LogCanceled(function, traceId);
        else
            LogFault(fault, function, traceId);
        return dialect.Fault(wasCanceled ? (int)HttpStatusCode.ServiceUnavailable : ToStatus(fault), traceId);
    }

    private static int ToStatus(Exception fault) => fault is LedgerBusyException or ProcessorUnavailableException
        ? (int)HttpStatusCode.ServiceUnavailable
        : (int)HttpStatusCode.InternalServerError;

    /// <summary>
    /// Without a token: writing to a caller that disconnected is dropped without an exception. The length avoids a
    /// chunked response.
    /// </summary>
    private async Task<HttpResponseData> WriteAsync(HttpRequestData request, WireResponse answer)
    {
        var response = request.CreateResponse((HttpStatusCode)answer.Status);
        foreach (var (name, value) in answer.Headers) SetHeader(response, name, value);
        foreach (var (name, value) in crossOrigin.HeadersFor(request)) SetHeader(response, name, value);
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

    [LoggerMessage(LogLevel.Information, "{Function} was canceled; trace {TraceId}.")]
    private partial void LogCanceled(string function, string traceId);
}
