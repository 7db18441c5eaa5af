using System.Runtime.CompilerServices;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.DependencyInjection;
using Payments.LocalHost.Hosting;

namespace Payments.LocalHost.Tests;

/// <summary>This assembly's functions on a port of their own, with queues in memory that no other test sees.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly FunctionHost _host;
    private bool _stopped;

    private TestHost(FunctionHost host, Recorder recorder, ServiceBusClient bus)
    {
        _host = host;
        Recorder = recorder;
        Bus = bus;
        Http = new HttpClient { BaseAddress = new Uri(host.BaseAddress + "/") };
    }

    public HttpClient Http { get; }

    public Recorder Recorder { get; }

    public ServiceBusClient Bus { get; }

    [ModuleInitializer]
    internal static void DefineQueues() =>
        Environment.SetEnvironmentVariable("SERVICEBUS_EMULATOR_CONFIG", InOutput("queues.json"));

    public static async Task<TestHost> StartAsync(TimeProvider? time = null)
    {
        var connection = $"Endpoint=sb://{Guid.NewGuid():N};SharedAccessKeyName=any;SharedAccessKey=local;"
            + "UseDevelopmentEmulator=true";
        var recorder = new Recorder();
        var host = await FunctionHost.StartAsync(new FunctionHostOptions
        {
            Functions = typeof(TestHost).Assembly,
            HostJsonPath = InOutput("host.json"),
            Register = (services, _) => services.AddSingleton(recorder).AddSingleton(time ?? TimeProvider.System),
            Port = 0,
            Settings = new Dictionary<string, string?>
            {
                ["TestBus"] = connection,
                ["PlainQueue"] = "plain",
                ["EveryMinute"] = "0 * * * * *",
            },
        });
        return new TestHost(host, recorder, new ServiceBusClient(connection));
    }

    public Task SendAsync(string queue, string body, string? session = null)
    {
        var message = new ServiceBusMessage(body);
        if (session is not null)
            message.SessionId = session;
        return Bus.CreateSender(queue).SendMessageAsync(message);
    }

    public Task StopAsync()
    {
        _stopped = true;
        return _host.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Recorder.Release();
        if (!_stopped)
            await _host.StopAsync();
        await _host.DisposeAsync();
        await Bus.DisposeAsync();
        Http.Dispose();
    }

    private static string InOutput(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
