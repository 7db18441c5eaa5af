using Payments.Launcher.Hosting;
using Payments.Launcher.Processes;
using Payments.Launcher.Servers;
using Payments.Launcher.Settings;
using Payments.Launcher.State;
using Payments.Launcher.Traces;
using Spectre.Console;

namespace Payments.Launcher;

/// <summary>
/// The whole service on one machine: Azurite, the local Service Bus, the Functions host and its worker, started in that
/// order and stopped in the reverse order.
/// </summary>
internal sealed class LocalService(LaunchArguments arguments)
{
    private const string Tables = "Tables";
    private const string ServiceBusSetting = "ServiceBus";

    private readonly StateDirectory _state = new(arguments.State);
    private readonly Uri _address = new($"http://127.0.0.1:{arguments.Port}");
    private readonly Dictionary<string, string> _settings =
        LocalSettings.Read(arguments.Root, arguments.OnlySampleSettings);

    /// <summary>
    /// Runs until it is told to stop, or until <paramref name="whenReady"/>, which gets the service's address, has
    /// ended. Returns the exit status.
    /// </summary>
    public async Task<int> RunAsync(Func<Uri, CancellationToken, Task<int>>? whenReady = null)
    {
        using var signals = new StopSignals();
        var servers = new SharedServers(_state);
        var (tables, queues) =
            (Azurite.Program(arguments.Root, _state), ServiceBus.Program(arguments.Queues, _state));
        if (arguments.Clean)
            await servers.CleanAsync([tables, queues], signals.Token);
        var claim = StateClaim.Take(_state, arguments.Port);
        if (FreePort.IsTaken(arguments.Port))
        {
            claim.Dispose();
            throw new LaunchRejectedException($"Port {arguments.Port} is in use. Choose another PORT.");
        }

        try
        {
            await TakeServersAsync(servers, tables, queues, signals.Token);
            return await HostAsync(servers, claim, signals, whenReady);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            Console.Error.WriteLine("Stopped before the service was ready.");
            return 0;
        }
        finally
        {
            foreach (var slow in await servers.ReturnAsync(claim))
                Console.Error.WriteLine($"{slow} is still saving its data; the next ./run will reuse the process.");
        }
    }

    private async Task TakeServersAsync(
        SharedServers servers, ServerProgram tables, ServerProgram queues, CancellationToken stopping)
    {
        var isAzurite = _settings.GetValueOrDefault(Tables) is null or "" or "UseDevelopmentStorage=true";
        if (isAzurite && !LocalSettings.NamesAccounts(_settings))
            _settings[Tables] = (await servers.TakeAsync(tables, stopping)).ConnectionString;
        if (IsLocal(_settings.GetValueOrDefault(ServiceBusSetting)))
            _settings[ServiceBusSetting] = (await servers.TakeAsync(queues, stopping)).ConnectionString;
        if (_settings.TryGetValue(Tables, out var account))
            await File.WriteAllTextAsync(_state.File("azurite.connection"), $"{account}\n", stopping);
        await File.WriteAllTextAsync(
            _state.File("servicebus.connection"), $"{_settings[ServiceBusSetting]}\n", stopping);
    }

    /// <summary>
    /// The host starts once the servers respond: a worker that finds them away tries again seconds later.
    /// </summary>
    private async Task<int> HostAsync(
        SharedServers servers,
        StateClaim claim,
        StopSignals signals,
        Func<Uri, CancellationToken, Task<int>>? whenReady)
    {
        var command = arguments.CoreTools
            ? HostCommand.CoreTools(arguments.Port)
            : HostCommand.Local(arguments.Port, claim.WorkerPidFile);
        await using var traces = arguments.Trace ? new LiveTraces(AnsiConsole.Console) : null;
        foreach (var (name, value) in traces?.Settings ?? []) _settings[name] = value;
        foreach (var (name, value) in arguments.MoreSettings) _settings[name] = value;
        await using var host = new SupervisedHost(command, _settings, _address, claim.HostPidFile);
        await servers.WaitUntilAllRespondAsync(signals.Token);
        host.Start();
        await host.WaitUntilReadyAsync(signals.Token);
        Console.WriteLine($"Ready: {_address.GetLeftPart(UriPartial.Authority)} ({Describe(servers)})");
        Console.WriteLine($"Service Bus: {_settings[ServiceBusSetting]}");

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(signals.Token, host.GaveUp);
        var watching = servers.WatchAsync(ending.Token);
        var status = whenReady is null ? await WaitAsync(ending.Token) : await whenReady(_address, ending.Token);
        await ending.CancelAsync();
        await watching;
        return host.GaveUp.IsCancellationRequested ? 1 : status;
    }

    private static async Task<int> WaitAsync(CancellationToken ending)
    {
        await Task.Delay(Timeout.Infinite, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }

    /// <summary>
    /// The sample settings contain the emulator's own connection string, which here means the local Service Bus.
    /// </summary>
    private static bool IsLocal(string? connection) =>
        string.IsNullOrEmpty(connection)
        || (connection.Contains("Endpoint=sb://localhost;", StringComparison.OrdinalIgnoreCase)
            && connection.Contains("UseDevelopmentEmulator=true", StringComparison.OrdinalIgnoreCase));

    private string Describe(SharedServers servers)
    {
        var parts = servers.Running.Select(server => $"{server.Name} on port {server.Port}");
        return string.Join(", ", parts.Append($"state in {ShowStatePath()}"));
    }

    private string ShowStatePath()
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, _state.FullPath);
        return relative.StartsWith("..", StringComparison.Ordinal) ? _state.FullPath : relative;
    }
}
