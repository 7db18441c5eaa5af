using System.Diagnostics;
using System.Globalization;
using Azure.Messaging.ServiceBus;
using Payments.Testing;

namespace Payments.EndToEnd.Tests;

/// <summary>
/// A state directory and the services that share it, one after the other or at the same time; they all end with it.
/// Message locks last 5 seconds instead of a minute, so that a killed service's messages come back within the test.
/// </summary>
public sealed class SharedState : IAsyncDisposable
{
    private static readonly TimeSpan GoneWithin = TimeSpan.FromSeconds(40);

    private readonly List<ServiceProcess> _services = [];
    private readonly string _queues;

    /// <summary>Creates a new, empty state.</summary>
    public SharedState()
    {
        Folder = Path.Combine(RepositoryRoot.Path, ".local", "tests", $"service-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Folder);
        var queues = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "infra", "servicebus.emulator.json"));
        _queues = Path.Combine(Folder, "queues.json");
        const string Lock = "\"LockDuration\": ";
        File.WriteAllText(
            _queues, queues.Replace($"{Lock}\"PT1M\"", $"{Lock}\"PT5S\"", StringComparison.Ordinal));
    }

    public string Folder { get; }

    /// <summary>The connection string for the services' tables.</summary>
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

    /// <summary>The id of a process; null if it is not running.</summary>
    public int? FindId(Part part)
    {
        var file = Path.Combine(Folder, PidFileFor(part));
        return File.Exists(file) && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var id)
            ? id
            : null;
    }

    /// <summary>Starts a service on this state without waiting until it is ready.</summary>
    public ServiceProcess Launch(IReadOnlyDictionary<string, string>? settings = null)
    {
        var service = ServiceProcess.Launch(Folder, _queues, Ports.Free(), settings);
        _services.Add(service);
        return service;
    }

    /// <summary>Starts a service on this state, and waits until it is ready.</summary>
    public Task<ServiceProcess> StartAsync(IReadOnlyDictionary<string, string>? settings = null) =>
        Launch(settings).WaitUntilReadyAsync();

    /// <summary>
    /// Sends SIGKILL to a process, which is gone when this returns. Returns false if it had already ended.
    /// </summary>
    public async Task<bool> KillAsync(Part part)
    {
        if (FindId(part) is not { } id || !IsOwnProcess(id)) return false;
        using var process = Process.GetProcessById(id);
        process.Kill();
        await WaitUntilGoneAsync(id);
        return true;
    }

    /// <summary>Waits until a process has ended by itself.</summary>
    public async Task WaitUntilGoneAsync(Part part)
    {
        if (FindId(part) is { } id) await WaitUntilGoneAsync(id);
    }

    /// <summary>Waits until a killed process has been restarted.</summary>
    public async Task WaitForRestartAsync(Part part, int? before)
    {
        var watch = Stopwatch.StartNew();
        while (FindId(part) is not { } id || id == before || !IsOwnProcess(id))
        {
            if (watch.Elapsed > GoneWithin) throw new TimeoutException($"{part} was not restarted.");
            await Task.Delay(20);
        }
    }

    /// <summary>Suspends Azurite, or resumes it.</summary>
    public void Suspend(bool isSuspended)
    {
        var signal = isSuspended ? "-STOP" : "-CONT";
        using var kill = Process.Start(
            "kill", [signal, FindId(Part.Azurite)!.Value.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Opens a client of the services' Service Bus.</summary>
    public ServiceBusClient OpenServiceBus() => new(
        File.ReadAllText(Path.Combine(Folder, "servicebus.connection")).Trim(),
        new ServiceBusClientOptions
        {
            RetryOptions = new ServiceBusRetryOptions { TryTimeout = TimeSpan.FromSeconds(2) },
        });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services) await service.DisposeAsync();
        foreach (var left in Process.GetProcesses().Where(process => IsOwnProcess(process.Id)))
        {
            left.Kill();
            await WaitUntilGoneAsync(left.Id);
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static string PidFileFor(Part part) => part switch
    {
        Part.Worker => "service.pid",
        Part.Host => "host.pid",
        Part.ServiceBus => "servicebus.pid",
        _ => "azurite.pid",
    };

    /// <summary>The id may meanwhile belong to another process: ours was started for this directory.</summary>
    private bool IsOwnProcess(int id)
    {
        var process = $"/proc/{id.ToString(CultureInfo.InvariantCulture)}";
        try
        {
            return File.ReadAllText($"{process}/cmdline").Contains(Folder, StringComparison.Ordinal)
                || FindConnections().Any(File.ReadAllText($"{process}/environ").Contains);
        }
        catch (IOException)
        {
            // The process has ended.
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            // The process belongs to another user.
            return false;
        }
    }

    /// <summary>Of these a worker has one in its environment, whatever its storage accounts are.</summary>
    private IEnumerable<string> FindConnections()
    {
        if (File.Exists(Path.Combine(Folder, "azurite.port"))) yield return TablesConnection;
        var queues = Path.Combine(Folder, "servicebus.connection");
        if (File.Exists(queues)) yield return File.ReadAllText(queues).Trim();
    }

    /// <summary>The process need not be our child, so its end can only be seen in the process table.</summary>
    private async Task WaitUntilGoneAsync(int id)
    {
        var watch = Stopwatch.StartNew();
        while (IsOwnProcess(id))
        {
            if (watch.Elapsed > GoneWithin) throw new TimeoutException($"Process {id} does not end.");
            await Task.Delay(20);
        }
    }
}
