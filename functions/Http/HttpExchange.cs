using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;
using Payments.Dialects.Wire;
using Payments.Handlers.Writing;

namespace Payments.Functions.Http;

/// <summary>
/// Carries a request of the Functions host to a dialect, and its answer back. Whatever the dialect throws is a fault:
/// it is logged, and answered in the dialect's own shape with a trace id; nothing was half-done, the request may be
/// repeated.
/// </summary>
public sealed partial class HttpExchange(
    IdempotencyMiddleware repeats, CrossOrigin crossOrigin, ILogger<HttpExchange> log)
{
    /// <summary>
    /// The answer to a request by an authenticated caller: the endpoint verifies the credentials once, and hands the
    /// operation a call.
    /// </summary>
    public Task<HttpResponseData> HandleAsync<TCall>(
        HttpRequestData request,
        IEndpoint<TCall> endpoint,
        Func<TCall, CancellationToken, Task<WireResponse>> operation) where TCall : class =>
        AnswerAnyoneAsync(
            request,
            endpoint.Dialect,
            (wire, cancellation) => endpoint.AnswerAsync(wire, call => operation(call, cancellation)));

    /// <summary>
    /// The same for an operation that makes something: repeated under its <c>Idempotency-Key</c>, it is answered as
    /// before.
    /// </summary>
    public Task<HttpResponseData> HandleIdempotentAsync<TCall>(
        HttpRequestData request,
        IEndpoint<TCall> endpoint,
        Func<TCall, CancellationToken, Task<WireResponse>> operation) where TCall : class =>
        AnswerAnyoneAsync(
            request,
            endpoint.Dialect,
            (wire, cancellation) => repeats.HandleAsync(
                wire, endpoint, call => operation(call, cancellation), cancellation));

    /// <summary>
    /// The answer to a request whose sender is not asked for: of an operation that is open to all, or that checks its
    /// callers itself.
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
                ? dialect.RejectKey(read.Request, problem)
                : await handle(read.Request, cancellation);
        }
        catch (Exception fault)
        {
            answer = HandleFailure(request, dialect, fault, cancellation.IsCancellationRequested);
        }

        return await WriteAsync(request, answer);
    }

    /// <summary>
    /// A request that was canceled is no fault: its caller hung up, or the host stops. It is answered all the same,
    /// for a function that throws is an error to the worker and to the host.
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
    /// Without a token: what is written for a caller who has gone is dropped, and throws nothing. The length spares
    /// the answer its chunks.
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

    /// <summary>As it is; a validated one would be written anew.</summary>
    private static void SetHeader(HttpResponseData response, string name, string value)
    {
        if (!response.Headers.TryAddWithoutValidation(name, value))
            throw new InvalidOperationException($"{name} can't be a header of an answer.");
    }

    [LoggerMessage(LogLevel.Error, "{Function} failed; trace {TraceId}.")]
    private partial void LogFault(Exception fault, string function, string traceId);

    [LoggerMessage(LogLevel.Information, "{Function} was canceled; trace {TraceId}.")]
    private partial void LogCanceled(string function, string traceId);
}
