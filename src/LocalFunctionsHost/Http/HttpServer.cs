using System.Globalization;
using System.Net;
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

/// <summary>The server that callers speak with.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    /// <summary>ScriptConstants.DefaultMaxRequestBodySize; bytes. The worker's own server takes 30,000,000.</summary>
    private const long LargestBody = 104_857_600;

    /// <summary>The setting that changes it (HttpRequestBodySizeMiddleware).</summary>
    private const string LargestBodySetting = "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT";

    private readonly WebApplication _app;
    private readonly RequestForwarding _forwarding;

    /// <summary>Before the functions are known: what takes long is done while the worker starts.</summary>
    public HttpServer(int port, Settings settings, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddRouting();
        builder.Services.AddHttpForwarder();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = LimitOf(settings);
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        _app = builder.Build();
        _forwarding = new RequestForwarding(
            _app.Services.GetRequiredService<IHttpForwarder>(), loggers.CreateLogger("Host.HttpProxy"));
        IsHomepageDisabled = bool.TryParse(settings.Find(Homepage.DisablingSetting), out var isDisabled) && isDisabled;
    }

    /// <summary>Once it has started.</summary>
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

    /// <summary>
    /// Requests in hand are answered, new ones refused; at the cancellation those still in hand are broken off.
    /// </summary>
    public Task StopAsync(CancellationToken cancellation) => _app.StopAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _forwarding.Dispose();
    }

    private static long LimitOf(Settings settings) =>
        long.TryParse(settings.Find(LargestBodySetting), CultureInfo.InvariantCulture, out var limit)
            ? limit
            : LargestBody;
}
