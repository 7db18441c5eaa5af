using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;
using Payments.Dialects;
using Payments.Handlers;

namespace Payments.Functions.Http;

/// <summary>
/// Carries a request of the Functions host to a dialect, and its answer back. Whatever the dialect throws is a fault:
/// it is logged, and answered in the dialect's own shape with a trace id; nothing was half-done, the request may be
/// repeated.
/// </summary>
public sealed partial class HttpExchange(RepeatedRequests repeats, ILogger<HttpExchange> log)
{
    /// <summary>The largest body that is read: 1 MiB, far above any form of the three APIs.</summary>
    private const int MaximumBodyBytes = 1024 * 1024;

    /// <summary>The dialect's answer to a request.</summary>
    public async Task<HttpResponseData> AnswerAsync(
        HttpRequestData request,
        IDialect dialect,
        Func<WireRequest, Task<WireResponse>> handle,
        CancellationToken cancellationToken)
    {
        WireResponse answer;
        try
        {
            var wire = await ReadAsync(request, cancellationToken);
            answer = wire is null ? WireResponse.Empty((int)HttpStatusCode.RequestEntityTooLarge) : await handle(wire);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            var traceId = Activity.Current?.TraceId.ToString() ?? request.FunctionContext.InvocationId;
            LogFault(fault, request.FunctionContext.FunctionDefinition.Name, traceId);
            answer = dialect.Fault(StatusOf(fault), traceId);
        }

        return await WriteAsync(request, answer, cancellationToken);
    }

    /// <summary>
    /// The same for an operation that makes something: repeated under its <c>Idempotency-Key</c>, it is answered as
    /// before.
    /// </summary>
    public Task<HttpResponseData> AnswerOnceAsync(
        HttpRequestData request,
        IDialect dialect,
        Func<WireRequest, Task<WireResponse>> handle,
        CancellationToken cancellationToken) =>
        AnswerAsync(
            request,
            dialect,
            wire => repeats.AnswerAsync(wire, dialect, handle, cancellationToken),
            cancellationToken);

    private static int StatusOf(Exception fault) => fault is LedgerBusyException or ProcessorUnavailableException
        ? (int)HttpStatusCode.ServiceUnavailable
        : (int)HttpStatusCode.InternalServerError;

    private static async Task<WireRequest?> ReadAsync(HttpRequestData request, CancellationToken cancellationToken)
    {
        var headers = request.Headers.ToImmutableDictionary(
            header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > MaximumBodyBytes) return null;
            body.Write(buffer, 0, read);
        }

        return new WireRequest(request.Method.ToUpperInvariant(), request.Url, headers, body.ToArray());
    }

    private static async Task<HttpResponseData> WriteAsync(
        HttpRequestData request, WireResponse answer, CancellationToken cancellationToken)
    {
        var response = request.CreateResponse((HttpStatusCode)answer.Status);
        foreach (var (name, value) in answer.Headers) response.Headers.Add(name, value);
        if (answer.Body.IsEmpty) return response;
        response.Headers.Add("Content-Type", "application/json; charset=utf-8");
        await response.Body.WriteAsync(answer.Body, cancellationToken);
        return response;
    }

    [LoggerMessage(LogLevel.Error, "{Function} failed; trace {TraceId}.")]
    private partial void LogFault(Exception fault, string function, string traceId);
}
