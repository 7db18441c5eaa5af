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
/// A host that runs: the worker's process is started before anything else is built, HTTP is opened once the functions
/// are loaded, and triggers run last.
/// </summary>
internal sealed class FunctionsHost : IAsyncDisposable
{
    /// <summary>
    /// WebJobsScriptHostService.StopAsync waits so long for the functions' listeners; here HTTP has as long before.
    /// </summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    /// <summary>A worker that was asked to end: how long before SIGTERM, and then before it is killed.</summary>
    private static readonly TimeSpan WorkerStopPatience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// For messages to be given back whose functions went on until their worker was ended. Links are closed by asking,
    /// and a Service Bus that hangs does not answer.
    /// </summary>
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(3);

    private readonly int _port;
    private readonly ListeningSocket _grpc = new();
    private readonly Settings _settings = Settings.OfThisProcess();
    private readonly MessagesInHand _inHand = new();
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
        _queues = new QueueTriggers(_runner, _inHand, _settings, _hostJson.ServiceBus, _log);
        _timers = new TimerTriggers(_runner, _settings, time, _log);
    }

    /// <summary>Where it takes HTTP requests.</summary>
    public string Address => _httpServer!.Address;

    /// <summary>Ends, with the reason, if the worker can't be started any more.</summary>
    public Task<UnusableAppException> Failed => _workers.Failed;

    /// <summary>Throws <see cref="UnusableAppException"/>.</summary>
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
    /// In the Functions host's order: first HTTP, whose requests in hand are answered; then triggers, whose functions
    /// are cancelled; the worker last.
    /// </summary>
    public async Task StopAsync()
    {
        _log.LogInformation("Stopping.");
        if (_httpServer is { } http) await WithPatienceAsync("HTTP requests", http.StopAsync);
        await WithPatienceAsync("functions", token => Task.WhenAll(_queues.StopAsync(token), _timers.StopAsync(token)));
        await _workers.StopAsync(WorkerStopPatience);
    }

    public async ValueTask DisposeAsync()
    {
        _firstWorker.Kill();
        if (_httpServer is not null) await _httpServer.DisposeAsync();
        await Task.WhenAny(_queues.DisposeAsync().AsTask(), Task.Delay(ClosePatience));
        await _workers.StopAsync(TimeSpan.Zero);
        if (_workerServer is not null) await _workerServer.DisposeAsync();
        _workers.Dispose();
        _timers.Dispose();
        _loggers.Dispose();
        _grpc.Dispose();
    }

    private async Task StartAsync()
    {
        var settlement = new SettlementService(_inHand);
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

    private async Task WithPatienceAsync(string what, Func<CancellationToken, Task> stop)
    {
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await stop(patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            _log.LogWarning("Not all {What} ended within {Patience}.", what, StopPatience);
        }
    }
}
