using System.Diagnostics;
using System.Globalization;
using Azure.Messaging.ServiceBus;
using Payments.Testing;

namespace Payments.EndToEnd.Tests;

/// <summary>
/// A state directory and the services that share it, one after the other or at once; all end with it. Messages are
/// locked for 5 seconds in place of a minute: what a killed service held comes back in the test's time.
/// </summary>
public sealed class SharedState : IAsyncDisposable
{
    private static readonly TimeSpan GoneWithin = TimeSpan.FromSeconds(40);

    private readonly List<ServiceProcess> _services = [];
    private readonly string _queues;

    /// <summary>A new, empty one.</summary>
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

    /// <summary>Where it is.</summary>
    public string Folder { get; }

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

    /// <summary>The id of one of the processes; null where it has none.</summary>
    public int? IdOf(Part part)
    {
        var file = Path.Combine(Folder, FileOf(part));
        return File.Exists(file) && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var id)
            ? id
            : null;
    }

    /// <summary>Starts a service on it, and does not wait until it is ready.</summary>
    public ServiceProcess Launch()
    {
        var service = ServiceProcess.Launch(Folder, _queues, Ports.Free());
        _services.Add(service);
        return service;
    }

    /// <summary>Starts a service on it, and waits until it is ready.</summary>
    public Task<ServiceProcess> StartAsync() => Launch().ReadyAsync();

    /// <summary>SIGKILL to a process; it is gone when this returns. False where it had gone before.</summary>
    public async Task<bool> KillAsync(Part part)
    {
        if (IdOf(part) is not { } id || !IsOurs(id)) return false;
        using var process = Process.GetProcessById(id);
        process.Kill();
        await GoneAsync(id);
        return true;
    }

    /// <summary>Waits until a process has ended by itself.</summary>
    public async Task WaitUntilGoneAsync(Part part)
    {
        if (IdOf(part) is { } id) await GoneAsync(id);
    }

    /// <summary>Waits until a process runs again, after a kill.</summary>
    public async Task RunsAgainAsync(Part part, int? before)
    {
        var asked = Stopwatch.StartNew();
        while (IdOf(part) is not { } id || id == before || !IsOurs(id))
        {
            if (asked.Elapsed > GoneWithin) throw new TimeoutException($"{part} does not run again.");
            await Task.Delay(20);
        }
    }

    /// <summary>Has Azurite stand still, or go on.</summary>
    public void Suspend(bool isSuspended)
    {
        var signal = isSuspended ? "-STOP" : "-CONT";
        using var kill = Process.Start(
            "kill", [signal, IdOf(Part.Azurite)!.Value.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>A client of the Service Bus that the services use.</summary>
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
        foreach (var left in Process.GetProcesses().Where(process => IsOurs(process.Id)))
        {
            left.Kill();
            await GoneAsync(left.Id);
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static string FileOf(Part part) => part switch
    {
        Part.Worker => "service.pid",
        Part.Host => "host.pid",
        Part.ServiceBus => "servicebus.pid",
        _ => "azurite.pid",
    };

    /// <summary>An id may have gone to another process since: ours is one that was started for this folder.</summary>
    private bool IsOurs(int id)
    {
        var process = $"/proc/{id.ToString(CultureInfo.InvariantCulture)}";
        try
        {
            return File.ReadAllText($"{process}/cmdline").Contains(Folder, StringComparison.Ordinal)
                || File.ReadAllText($"{process}/environ").Contains(TablesConnection, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It has ended.
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            // It is another user's.
            return false;
        }
    }

    /// <summary>It need be no child of ours, so its end is seen in the table of processes alone.</summary>
    private async Task GoneAsync(int id)
    {
        var asked = Stopwatch.StartNew();
        while (IsOurs(id))
        {
            if (asked.Elapsed > GoneWithin) throw new TimeoutException($"Process {id} does not end.");
            await Task.Delay(20);
        }
    }
}
