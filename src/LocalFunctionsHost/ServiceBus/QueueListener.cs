using Azure.Messaging.ServiceBus;
using LocalFunctionsHost.Configuration;
using LocalFunctionsHost.Functions;
using LocalFunctionsHost.Workers;
using Microsoft.Extensions.Logging;

namespace LocalFunctionsHost.ServiceBus;

/// <summary>
/// Brings the messages of one queue or subscription to a function, by the SDK's processor, which renews locks,
/// completes a message whose function succeeded and abandons one whose function failed
/// (ServiceBusListener.ProcessMessageAsync and ProcessSessionMessageAsync of the extension).
/// </summary>
internal sealed class QueueListener : IAsyncDisposable
{
    private readonly Function _function;
    private readonly FunctionRunner _runner;
    private readonly MessagesInHand _inHand;
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
        MessagesInHand inHand,
        ILogger log)
    {
        _function = function;
        _runner = runner;
        _inHand = inHand;
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
    /// ServiceBusListener.StopAsync: functions are cancelled first, with no grace; each message whose function had not
    /// settled it is abandoned, so that it is there at once for the next host.
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
        _inHand.Add(args.SessionId, (ISessionInHand)message);
        try
        {
            await RunAsync(args.Message, message);
        }
        finally
        {
            _inHand.RemoveSession(args.SessionId);
        }
    }

    private async Task RunAsync(ServiceBusReceivedMessage message, IMessageInHand actions)
    {
        // MessageProcessor.CompleteProcessingMessageAsync: a host that stops takes no success for one.
        _stopping.Token.ThrowIfCancellationRequested();
        _inHand.Add(message.LockToken, actions);
        try
        {
            await _runner.RunAsync(_function, _reason, CallWith(message), _stopping.Token);
            _stopping.Token.ThrowIfCancellationRequested();
        }
        finally
        {
            _inHand.RemoveMessage(message.LockToken);
        }
    }

    private WorkerCall CallWith(ServiceBusReceivedMessage message) => (worker, request, cancellation) =>
    {
        MessageInput.AddTo(request, _function.Trigger, message);
        return worker.InvokeAsync(request, cancellation);
    };

    /// <summary>A function's own failure is in the log already, under its own category.</summary>
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
