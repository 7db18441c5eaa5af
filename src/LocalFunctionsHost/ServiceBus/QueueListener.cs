using Azure.Messaging.ServiceBus;
using LocalFunctionsHost.Calls;
using LocalFunctionsHost.Configuration;
using LocalFunctionsHost.Functions;
using Microsoft.Extensions.Logging;

namespace LocalFunctionsHost.ServiceBus;

/// <summary>
/// Passes the messages of one queue or subscription to a function. The SDK's processor renews locks, completes a
/// message if its function succeeds, and abandons it if the function fails (ServiceBusListener.ProcessMessageAsync and
/// ProcessSessionMessageAsync of the extension).
/// </summary>
internal sealed class QueueListener : IAsyncDisposable
{
    private readonly Function _function;
    private readonly FunctionRunner _runner;
    private readonly ActiveMessages _active;
    private readonly ILogger _log;
    private readonly ServiceBusProcessor? _processor;
    private readonly ServiceBusSessionProcessor? _sessions;
    private readonly CancellationTokenSource _stopping = new();
    private readonly string _reason;

    public QueueListener(
        Function function,
        QueueSource source,
        ServiceBusClient client,
        ServiceBusOptions options,
        FunctionRunner runner,
        ActiveMessages active,
        ILogger log)
    {
        _function = function;
        _runner = runner;
        _active = active;
        _log = log;
        _reason = $"(null) trigger on '{source.Entity}'";
        if (source.HasSessions)
        {
            _sessions = source.CreateSessionProcessor(client, options);
            _sessions.ProcessMessageAsync += HandleAsync;
            _sessions.ProcessErrorAsync += LogAsync;
        }
        else
        {
            _processor = source.CreateProcessor(client, options);
            _processor.ProcessMessageAsync += HandleAsync;
            _processor.ProcessErrorAsync += LogAsync;
        }
    }

    public Task StartAsync() => _sessions?.StartProcessingAsync() ?? _processor!.StartProcessingAsync();

    /// <summary>
    /// ServiceBusListener.StopAsync: first cancels the functions, without a grace period; a message that its function
    /// has not settled is abandoned, so that the next host can receive it at once.
    /// </summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await (_sessions?.StopProcessingAsync() ?? _processor!.StopProcessingAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_sessions is not null) await _sessions.DisposeAsync();
        if (_processor is not null) await _processor.DisposeAsync();
        _stopping.Dispose();
    }

    private Task HandleAsync(ProcessMessageEventArgs args) => RunAsync(args.Message, new QueueMessage(args));

    private async Task HandleAsync(ProcessSessionMessageEventArgs args)
    {
        var message = new SessionMessage(args);
        _active.Add(args.SessionId, (IActiveSession)message);
        try
        {
            await RunAsync(args.Message, message);
        }
        finally
        {
            _active.RemoveSession(args.SessionId);
        }
    }

    private async Task RunAsync(ServiceBusReceivedMessage message, IActiveMessage actions)
    {
        // MessageProcessor.CompleteProcessingMessageAsync: once the host is stopping, even a success counts as a
        // failure.
        _stopping.Token.ThrowIfCancellationRequested();
        _active.Add(message.LockToken, actions);
        try
        {
            await _runner.RunAsync(_function, _reason, CallWith(message), _stopping.Token);
            _stopping.Token.ThrowIfCancellationRequested();
        }
        finally
        {
            _active.RemoveMessage(message.LockToken);
        }
    }

    private WorkerCall CallWith(ServiceBusReceivedMessage message) => (worker, request, cancellation) =>
    {
        MessageInput.AddTo(request, _function.Trigger, message);
        return worker.InvokeAsync(request, cancellation);
    };

    /// <summary>A function's own failure has already been logged under its category.</summary>
    private Task LogAsync(ProcessErrorEventArgs args)
    {
        if (args.Exception is FunctionFailedException or OperationCanceledException) return Task.CompletedTask;
        var isPassing = args.Exception is ServiceBusException { IsTransient: true };
        _log.Log(
            isPassing ? LogLevel.Information : LogLevel.Error,
            "Service Bus, {Source} of '{Entity}' for function {Function}: {Fault}",
            args.ErrorSource,
            args.EntityPath,
            _function.Name,
            isPassing ? args.Exception.Message : args.Exception.ToString());
        return Task.CompletedTask;
    }
}
