using Payments.Functions;
using Payments.LocalHost.Hosting;
using Payments.LocalHost.Tables;

namespace Payments.LocalHost.Service;

/// <summary>The whole service on one machine: Azurite, the broker's file, and the functions' host.</summary>
internal static class LocalService
{
    /// <summary>
    /// Runs until it is told to stop, or until <paramref name="whenReady"/>, given where it answers, has come to its
    /// end; its exit status.
    /// </summary>
    public static async Task<int> RunAsync(
        ServiceArguments arguments, Func<string, CancellationToken, Task<int>>? whenReady = null)
    {
        using var signals = new StopSignals();
        var state = new StateDirectory(arguments.State);
        var lease = new AzuriteLease(state);
        if (arguments.Clean)
            await CleanAsync(state, lease, signals.Token);
        var claim = StateClaim.Take(state, arguments.Port);
        try
        {
            var tables = await PrepareAsync(arguments, state, lease, signals.Token);
            await using var host = await FunctionHost.StartAsync(Options(arguments), signals.Token);
            Console.WriteLine($"Ready: {host.BaseAddress} ({tables}, state in {Shown(state)})");
            var status = whenReady is null
                ? await signals.WaitAsync()
                : await whenReady(host.BaseAddress, signals.Token);
            await host.StopAsync();
            return status;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            Console.Error.WriteLine("Stopped before it was ready.");
            return 0;
        }
        finally
        {
            if (!await lease.ReturnAsync(claim))
                Console.Error.WriteLine("Azurite is still saving; the next ./run takes it over.");
        }
    }

    private static async Task CleanAsync(StateDirectory state, AzuriteLease lease, CancellationToken stopping)
    {
        using (await state.LockAsync(stopping))
        {
            if (state.LiveServices().Count == 0)
                await lease.StopOrphanAsync(stopping);
            state.Clean();
        }
    }

    // Before the host is built, as its configuration reads the environment.
    private static async Task<string> PrepareAsync(
        ServiceArguments arguments,
        StateDirectory state,
        AzuriteLease lease,
        CancellationToken stopping)
    {
        LocalSettings.Apply(arguments.Root, arguments.OnlySampleSettings);
        LocalSettings.SetDefault("SERVICEBUS_EMULATOR_STORE", state.File("servicebus.db"));
        LocalSettings.SetDefault(
            "SERVICEBUS_EMULATOR_CONFIG",
            Path.Combine(arguments.Root, "infra", "servicebus.emulator.json"));
        if (Environment.GetEnvironmentVariable("Tables") is not (null or "" or "UseDevelopmentStorage=true"))
            return "tables as the setting Tables says";
        var azurite = await lease.TakeAsync(arguments.Root, stopping);
        Environment.SetEnvironmentVariable("Tables", azurite.ConnectionString);
        return $"Azurite on port {azurite.Port}";
    }

    private static FunctionHostOptions Options(ServiceArguments arguments) => new()
    {
        Functions = typeof(Composition).Assembly,
        HostJsonPath = Path.Combine(arguments.Root, "host.json"),
        Register = (services, configuration) => services.AddPayments(configuration),
        Port = arguments.Port,
    };

    private static string Shown(StateDirectory state)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, state.FullPath);
        return relative.StartsWith("..", StringComparison.Ordinal) ? state.FullPath : relative;
    }
}
