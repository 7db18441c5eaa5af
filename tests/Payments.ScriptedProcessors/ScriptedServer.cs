using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Payments.ScriptedProcessors;

/// <summary>A request as a scripted server sees it.</summary>
public sealed record ScriptedRequest(
    string Method, string Path, string Query, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>A header's value; empty if it was not sent.</summary>
    public string Header(string name) => Headers.GetValueOrDefault(name, "");
}

/// <summary>An answer in JSON.</summary>
public sealed record ScriptedReply(int Status, string Json);

/// <summary>
/// A server on 127.0.0.1 whose requests are executed one at a time, each with the next of the fates that were scripted.
/// </summary>
public abstract class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Fate> _fates = new();
    private readonly ConcurrentQueue<ScriptedRequest> _requests = new();
    private readonly Lock _lock = new();
    private int _port;

    protected ScriptedServer(TimeProvider time)
    {
        Time = time;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(RunAsync);
    }

    protected TimeProvider Time { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>The requests that came, oldest first.</summary>
    public IReadOnlyList<ScriptedRequest> Requests => [.. _requests];

    /// <summary>Begins to listen, on any free port unless one is named.</summary>
    public async Task StartAsync(int port = 0)
    {
        _app.Urls.Clear();
        _app.Urls.Add($"http://127.0.0.1:{port}");
        await _app.StartAsync();
        _port = new Uri(_app.Urls.Single()).Port;
    }

    /// <summary>The fates of the next requests that move money, in place of those that are left.</summary>
    public void Script(params IEnumerable<Fate> fates)
    {
        _fates.Clear();
        foreach (var fate in fates) _fates.Enqueue(fate);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether a request may move money: others are always answered.</summary>
    protected abstract bool MovesMoney(ScriptedRequest request);

    /// <summary>The request's effect and answer.</summary>
    protected abstract ScriptedReply Execute(ScriptedRequest request);

    /// <summary>The answer of a server in trouble.</summary>
    protected abstract ScriptedReply Fail(ScriptedRequest request, int status);

    /// <summary>After an answer was replaced by an error of the server.</summary>
    protected virtual void Replaced(ScriptedRequest request, ScriptedReply reply)
    {
    }

    private async Task RunAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var request = new ScriptedRequest(
            context.Request.Method,
            context.Request.Path.Value ?? "",
            context.Request.QueryString.Value ?? "",
            await reader.ReadToEndAsync(context.RequestAborted),
            context.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        _requests.Enqueue(request);
        var fate = MovesMoney(request) && _fates.TryDequeue(out var scripted) ? scripted : Fate.Answer;
        var reply = Decide(request, fate);
        if (fate is Fate.CutBefore or Fate.CutAfter)
        {
            context.Abort();
            return;
        }

        if (fate == Fate.HangAfter)
        {
            var over = new TaskCompletionSource();
            await using var aborted = context.RequestAborted.Register(over.SetResult);
            await over.Task;
            return;
        }

        var body = Encoding.UTF8.GetBytes(reply.Json);
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(fate == Fate.CutInAnswer ? body.AsMemory()[..(body.Length / 2)] : body);
        if (fate != Fate.CutInAnswer) return;
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    private ScriptedReply Decide(ScriptedRequest request, Fate fate)
    {
        lock (_lock)
        {
            switch (fate)
            {
                case Fate.TooMany:
                    return Fail(request, 429);
                case Fate.Unavailable:
                    return Fail(request, 503);
                case Fate.Conflict:
                    return Fail(request, 409);
                case Fate.CutBefore:
                    return new ScriptedReply(0, "");
                case Fate.FailBefore:
                    return Replace(request);
                case Fate.FailAfter:
                    Execute(request);
                    return Replace(request);
                default:
                    return Execute(request);
            }
        }
    }

    private ScriptedReply Replace(ScriptedRequest request)
    {
        var reply = Fail(request, 500);
        Replaced(request, reply);
        return reply;
    }
}
