using System.Globalization;
using System.Net;
using LocalFunctionsHost.Calls;
using LocalFunctionsHost.Configuration;
using LocalFunctionsHost.Functions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace LocalFunctionsHost.Http;

/// <summary>The HTTP server for callers.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    /// <summary>ScriptConstants.DefaultMaxRequestBodySize; bytes. The worker's own server takes 30,000,000.</summary>
    private const long MaxBodySize = 104_857_600;

    /// <summary>The setting that overrides the limit (HttpRequestBodySizeMiddleware).</summary>
    private const string MaxBodySizeSetting = "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT";

    private readonly WebApplication _app;
    private readonly RequestForwarding _forwarding;

    /// <summary>Built before the functions are known: the slow part runs while the worker starts.</summary>
    public HttpServer(int port, Settings settings, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddRouting();
        builder.Services.AddHttpForwarder();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = ReadMaxBodySize(settings);
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        _app = builder.Build();
        _forwarding = new RequestForwarding(
            _app.Services.GetRequiredService<IHttpForwarder>(), loggers.CreateLogger("Host.HttpProxy"));
        IsHomepageDisabled = bool.TryParse(settings.Find(Homepage.DisablingSetting), out var isDisabled) && isDisabled;
    }

    /// <summary>The base address; available once the server has started.</summary>
    public string Address => _app.Urls.Single();

    private bool IsHomepageDisabled { get; }

    public async Task StartAsync(IEnumerable<Function> functions, FunctionRunner runner, string routePrefix)
    {
        var constraints = _app.Services.GetRequiredService<IInlineConstraintResolver>();
        var answers = new HttpFunctions(runner, _forwarding);
        var router = new FunctionRouter(functions, routePrefix, constraints, answers.AnswerAsync);
        _app.Run(new RequestPipeline(router, new Homepage(IsHomepageDisabled)).AnswerAsync);
        try
        {
            await _app.StartAsync();
        }
        catch (IOException fault)
        {
            throw new UnusableAppException(fault.Message, fault);
        }
    }

    /// <summary>Rejects new requests and answers those in progress; cancellation aborts the rest.</summary>
    public Task StopAsync(CancellationToken cancellation) => _app.StopAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _forwarding.Dispose();
    }

    private static long ReadMaxBodySize(Settings settings) =>
        long.TryParse(settings.Find(MaxBodySizeSetting), CultureInfo.InvariantCulture, out var limit)
            ? limit
            : MaxBodySize;
}
