using LocalFunctionsHost.Calls;
using LocalFunctionsHost.Configuration;
using LocalFunctionsHost.Functions;
using LocalFunctionsHost.Http;
using LocalFunctionsHost.Logging;
using LocalFunctionsHost.ServiceBus;
using LocalFunctionsHost.Timers;
using LocalFunctionsHost.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace LocalFunctionsHost;

/// <summary>
/// A running host. It starts the worker's process first, before it builds anything else, opens HTTP once the functions
/// are loaded, and starts the triggers last.
/// </summary>
internal sealed class FunctionsHost : IAsyncDisposable
{
    /// <summary>
    /// How long WebJobsScriptHostService.StopAsync waits for the functions' listeners; here, HTTP gets the same time
    /// before that.
    /// </summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long a worker may take to end before it gets SIGTERM, and then before it is killed.</summary>
    private static readonly TimeSpan WorkerStopTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long to wait until messages are abandoned whose functions ran on until their worker was killed. Closing a
    /// link needs an answer, and a Service Bus that hangs gives none.
    /// </summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(3);

    private readonly int _port;
    private readonly ListeningSocket _grpc = new();
    private readonly Settings _settings = Settings.FromEnvironment();
    private readonly ActiveMessages _active = new();
    private readonly FunctionRpcService _rpc = new();
    private readonly HostJson _hostJson;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _log;
    private readonly Worker _firstWorker;
    private readonly WorkerSupervisor _workers;
    private readonly FunctionRunner _runner;
    private readonly QueueTriggers _queues;
    private readonly TimerTriggers _timers;
    private HttpServer? _httpServer;
    private WebApplication? _workerServer;

    private FunctionsHost(CommandLine commandLine, ConsoleLines console, TimeProvider time)
    {
        var command = WorkerCommand.Read(commandLine.AppDirectory);
        _port = commandLine.Port;
        WorkerProcess StartProcess() =>
            WorkerProcess.Start(command, _grpc.Port, commandLine.WorkerPidFile, console);
        var process = StartProcess();
        try
        {
            _hostJson = HostJson.Read(commandLine.AppDirectory);
        }
        catch (UnusableAppException)
        {
            process.Dispose();
            throw;
        }
        _loggers = LoggerFactory.Create(logging => logging
            .SetMinimumLevel(LogLevel.Trace)
            // Its warnings are long stack traces of what callers do; failures are logged by the function that they hit.
            .AddFilter("Yarp", LogLevel.Error)
            .AddProvider(new ConsoleLog(console, _hostJson.LogLevels, time)));
        _log = _loggers.CreateLogger("Host");
        var workerLog = new WorkerLog(_loggers);
        _firstWorker = new Worker(process, _rpc, workerLog);
        _workers = new WorkerSupervisor(
            () => new Worker(StartProcess(), _rpc, workerLog),
            new WorkerLoading(commandLine.AppDirectory, _log),
            time,
            _log);
        _runner = new FunctionRunner(_workers, workerLog, _hostJson.FunctionTimeout, time, _loggers);
        _queues = new QueueTriggers(_runner, _active, _settings, _hostJson.ServiceBus, _log);
        _timers = new TimerTriggers(_runner, _settings, time, _log);
    }

    /// <summary>The base address for HTTP requests.</summary>
    public string Address => _httpServer!.Address;

    /// <summary>Completes, with the reason, if the worker can't be restarted.</summary>
    public Task<UnusableAppException> Failed => _workers.Failed;

    /// <summary>Throws an <see cref="UnusableAppException"/> if the app can't be run.</summary>
    public static async Task<FunctionsHost> StartAsync(CommandLine commandLine, ConsoleLines console, TimeProvider time)
    {
        var host = new FunctionsHost(commandLine, console, time);
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Stops in the Functions host's order: first HTTP, whose requests in progress are answered; then the triggers,
    /// whose functions are cancelled; the worker last.
    /// </summary>
    public async Task StopAsync()
    {
        _log.LogInformation("Stopping.");
        if (_httpServer is { } http) await StopWithinAsync("HTTP requests", http.StopAsync);
        await StopWithinAsync("functions", token => Task.WhenAll(_queues.StopAsync(token), _timers.StopAsync(token)));
        await _workers.StopAsync(WorkerStopTimeout);
    }

    public async ValueTask DisposeAsync()
    {
        _firstWorker.Kill();
        if (_httpServer is not null) await _httpServer.DisposeAsync();
        await Task.WhenAny(_queues.DisposeAsync().AsTask(), Task.Delay(CloseTimeout));
        await _workers.StopAsync(TimeSpan.Zero);
        if (_workerServer is not null) await _workerServer.DisposeAsync();
        _workers.Dispose();
        _timers.Dispose();
        _loggers.Dispose();
        _grpc.Dispose();
    }

    private async Task StartAsync()
    {
        var settlement = new SettlementService(_active);
        var workerServer = Task.Run(() => WorkerServer.StartAsync(_grpc, _rpc, settlement, _loggers));
        _httpServer = new HttpServer(_port, _settings, _loggers);
        _workerServer = await workerServer;
        var functions = await _workers.StartAsync(_firstWorker, async (loading, worker) =>
        {
            var metadata = await loading.IndexAsync(worker);
            var catalog = FunctionCatalog.Build(metadata, _settings, _log);
            await loading.LoadAsync(worker, catalog);
            return catalog;
        });
        await _httpServer.StartAsync(functions.With(FunctionCatalog.HttpTrigger), _runner, _hostJson.RoutePrefix);
        await _queues.StartAsync(functions.With(FunctionCatalog.ServiceBusTrigger));
        _timers.Start(functions.With(FunctionCatalog.TimerTrigger));
    }

    private async Task StopWithinAsync(string what, Func<CancellationToken, Task> stop)
    {
        using var timeout = new CancellationTokenSource(StopTimeout);
        try
        {
            await stop(timeout.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            _log.LogWarning("Not all {What} ended within {Timeout}.", what, StopTimeout);
        }
    }
}
