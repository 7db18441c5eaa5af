using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Azure.Messaging.ServiceBus;
using Payments.Testing;

namespace Payments.EndToEnd.Tests;

/// <summary>
/// A state directory and the services that share it, one after the other or at once; all end with it. Messages are
/// locked for 5 seconds in place of a minute: what a killed service held comes back in the test's time.
/// </summary>
public sealed class SharedState : IAsyncDisposable
{
    private const string BrokerFile = "SERVICEBUS_EMULATOR_STORE";
    private const string BrokerQueues = "SERVICEBUS_EMULATOR_CONFIG";

    private const string Broker = "Endpoint=sb://localhost;SharedAccessKeyName=RootManageSharedAccessKey;"
        + "SharedAccessKey=local;UseDevelopmentEmulator=true";

    private static readonly TimeSpan AzuriteEndsWithin = TimeSpan.FromSeconds(15);

    private readonly List<ServiceProcess> _services = [];
    private readonly Dictionary<string, string> _environment;

    /// <summary>A new, empty one.</summary>
    public SharedState()
    {
        Folder = Path.Combine(RepositoryRoot.Path, ".local", "tests", $"service-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Folder);
        var queues = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "infra", "servicebus.emulator.json"));
        var quick = Path.Combine(Folder, "queues.json");
        const string Lock = "\"LockDuration\": ";
        File.WriteAllText(
            quick, queues.Replace($"{Lock}\"PT1M\"", $"{Lock}\"PT5S\"", StringComparison.Ordinal));
        _environment = new Dictionary<string, string>
        {
            [BrokerFile] = Path.Combine(Folder, "servicebus.db"),
            [BrokerQueues] = quick,
        };
    }

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>The process id of the Azurite that serves it; null for none.</summary>
    public int? AzuriteId
    {
        get
        {
            var file = Path.Combine(Folder, "azurite.pid");
            return File.Exists(file) ? int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture) : null;
        }
    }

    /// <summary>How to reach the tables that the services use.</summary>
    public string TablesConnection
    {
        get
        {
            var port = File.ReadAllText(Path.Combine(Folder, "azurite.port")).Trim();
            return $"DefaultEndpointsProtocol=http;AccountName={AzuriteFixture.AccountName};"
                + $"AccountKey={AzuriteFixture.AccountKey};"
                + $"TableEndpoint=http://127.0.0.1:{port}/{AzuriteFixture.AccountName};";
        }
    }

    /// <summary>Starts a service on it, and does not wait until it is ready.</summary>
    public ServiceProcess Launch()
    {
        var service = ServiceProcess.Launch(Folder, FreePort(), _environment);
        _services.Add(service);
        return service;
    }

    /// <summary>Starts a service on it, and waits until it is ready.</summary>
    public Task<ServiceProcess> StartAsync() => Launch().ReadyAsync();

    /// <summary>SIGKILL to Azurite; it is gone when this returns.</summary>
    public async Task KillAzuriteAsync()
    {
        using var azurite = Process.GetProcessById(AzuriteId!.Value);
        azurite.Kill();
        await GoneAsync(azurite);
    }

    /// <summary>Has Azurite stand still, or go on.</summary>
    public void Suspend(bool isSuspended)
    {
        var signal = isSuspended ? "-STOP" : "-CONT";
        using var kill = Process.Start("kill", [signal, AzuriteId!.Value.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>A client of the broker that the services use.</summary>
    public ServiceBusClient OpenBroker()
    {
        // The client reads the process's environment when it is made, as the services' do.
        foreach (var (name, value) in _environment) Environment.SetEnvironmentVariable(name, value);
        try
        {
            return new ServiceBusClient(Broker, new ServiceBusClientOptions
            {
                RetryOptions = new ServiceBusRetryOptions { TryTimeout = TimeSpan.FromSeconds(2) },
            });
        }
        finally
        {
            foreach (var name in _environment.Keys) Environment.SetEnvironmentVariable(name, null);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services) await service.DisposeAsync();
        foreach (var left in Process.GetProcessesByName("node").Where(node => IsOurs(node.Id)))
        {
            left.Kill();
            await GoneAsync(left);
        }

        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>The id may have gone to another process since: only one that names this folder is ours.</summary>
    private bool IsOurs(int id)
    {
        var file = $"/proc/{id.ToString(CultureInfo.InvariantCulture)}/cmdline";
        return File.Exists(file) && File.ReadAllText(file).Contains(Folder, StringComparison.Ordinal);
    }

    /// <summary>It is no child of ours, so its end is seen in the table of processes alone.</summary>
    private async Task GoneAsync(Process azurite)
    {
        var asked = Stopwatch.StartNew();
        while (IsOurs(azurite.Id))
        {
            if (asked.Elapsed > AzuriteEndsWithin) throw new TimeoutException("Azurite does not end.");
            await Task.Delay(20);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
