using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Payments.Functions;
using Payments.Functions.Settings;
using Payments.Testing;

namespace Payments.Benchmarks.Services;

/// <summary>
/// The whole app in this process, over HTTP: web server, functions, dialects, use cases and core are the real ones, the
/// ports are in memory. Organizations and credentials are those of the sample settings, behind the real cache.
/// </summary>
internal sealed class InMemoryService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private InMemoryService(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    public int Port => new Uri(_app.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    public static async Task<InMemoryService> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Configuration.AddInMemoryCollection(SampleSettings());
        AddPayments(builder.Services, builder.Configuration);
        var app = builder.Build();
        foreach (var function in FunctionCall.All)
            app.MapMethods("/" + function.Route, function.Methods, function.InvokeAsync);
        await app.StartAsync();
        return new InMemoryService(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>The settings of <c>./run</c>, as an app reads them from its environment.</summary>
    public static Dictionary<string, string?> SampleSettings() => Launcher.Settings.LocalSettings
        .Read(RepositoryRoot.Path, onlySample: true)
        .ToDictionary(
            setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), setting => (string?)setting.Value);

    /// <summary>What creates tables when the app starts is left out: there are none.</summary>
    private static void AddPayments(IServiceCollection services, IConfiguration configuration)
    {
        var others = services.Where(IsHosted).ToList();
        services.AddPayments(configuration);
        foreach (var own in services.Where(IsHosted).Except(others).ToList()) services.Remove(own);
        services
            .AddHostedService(provider => provider.GetRequiredService<CredentialStartup>())
            .AddInMemoryPorts();
    }

    private static bool IsHosted(ServiceDescriptor service) => service.ServiceType == typeof(IHostedService);
}
