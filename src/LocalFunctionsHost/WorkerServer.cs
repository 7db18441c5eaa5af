using LocalFunctionsHost.ServiceBus;
using LocalFunctionsHost.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalFunctionsHost;

/// <summary>The gRPC server for workers.</summary>
internal static class WorkerServer
{
    public static async Task<WebApplication> StartAsync(
        ListeningSocket socket, FunctionRpcService rpc, SettlementService settlement, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = null;
            options.MaxSendMessageSize = null;
        });
        builder.Services.AddSingleton(rpc);
        builder.Services.AddSingleton(settlement);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.ListenHandle(socket.Handle, listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.MapGrpcService<FunctionRpcService>();
        app.MapGrpcService<SettlementService>();
        await app.StartAsync();
        return app;
    }
}
