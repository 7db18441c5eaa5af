using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Payments.LocalHost.Http;
using Payments.LocalHost.ServiceBus;
using Payments.LocalHost.Timers;

namespace Payments.LocalHost.Hosting;

/// <summary>Runs the functions of one assembly: HTTP on Kestrel, queues, timers.</summary>
public sealed class FunctionHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FunctionHost(WebApplication app) => _app = app;

    /// <summary>Where the HTTP functions answer, without a slash at the end.</summary>
    public string BaseAddress => _app.Urls.Single();

    public IServiceProvider Services => _app.Services;

    /// <summary>Listens only once the functions' own services, the pumps and the timers have started.</summary>
    public static async Task<FunctionHost> StartAsync(
        FunctionHostOptions options,
        CancellationToken cancellationToken = default)
    {
        var functions = FunctionCatalog.Find(options.Functions);
        var hostJson = HostJson.Read(options.HostJsonPath);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddEnvironmentVariables().AddInMemoryCollection(options.Settings);
        Log(builder.Logging, options.HostJsonPath);
        Listen(builder, options.Port);
        options.Register(builder.Services, builder.Configuration);
        AddTriggers(builder.Services, functions, hostJson);

        var app = builder.Build();
        try
        {
            app.UseRouting();
            var log = app.Services.GetRequiredService<ILogger<HttpFunctions>>();
            new HttpFunctions(functions, hostJson.Http.RoutePrefix, log).Map(app);
            await app.StartAsync(cancellationToken);
            return new FunctionHost(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes nothing new, finishes or gives back what is in hand; <see cref="ShutdownLimits"/>.</summary>
    public Task StopAsync() => _app.StopAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void Listen(WebApplicationBuilder builder, int port)
    {
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = HttpFunctions.MaxRequestBody;
            kestrel.AddServerHeader = false;
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = ShutdownLimits.Total;
            // The requests and the messages in hand share the time there is, rather than wait for each other.
            host.ServicesStopConcurrently = true;
        });
    }

    private static void AddTriggers(
        IServiceCollection services,
        IReadOnlyList<FunctionMethod> functions,
        HostJson hostJson)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(functions);
        services.AddSingleton(hostJson.ServiceBus);
        services.AddSingleton<ServiceBusConnections>();
        services.AddHostedService<ServiceBusTriggers>();
        services.AddHostedService<TimerTriggers>();
    }

    // host.json's logging section has the names of the Functions host: logLevel, with default and categories.
    private static void Log(ILoggingBuilder logging, string hostJsonPath)
    {
        logging.AddSimpleConsole(console => console.SingleLine = true);
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        logging.AddConfiguration(
            new ConfigurationBuilder().AddJsonFile(hostJsonPath).Build().GetSection("logging"));
    }
}
