using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Payments.LocalHost.Hosting;

namespace Payments.LocalHost.ServiceBus;

/// <summary>Pumps the queue of every Service Bus trigger while the host runs.</summary>
internal sealed class ServiceBusTriggers(
    IReadOnlyList<FunctionMethod> functions,
    HostJson.ServiceBusSettings settings,
    ServiceBusConnections connections,
    IConfiguration configuration,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<ServiceBusTriggers> log) : IHostedService, IDisposable
{
    private readonly StopTokens _stop = new();
    private IReadOnlyList<IMessagePump> _pumps = [];
    private Task _pumping = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _pumps = functions
            .Where(function => function.Trigger is ServiceBusTriggerAttribute)
            .Select(function => QueueFunction.From(
                function, (ServiceBusTriggerAttribute)function.Trigger, configuration, settings))
            .Select(Pump)
            .ToList();
        _pumping = Task.WhenAll(_pumps.Select(pump => Task.Run(pump.RunAsync, CancellationToken.None)));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Stop();
        await _pumping.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        foreach (var pump in _pumps)
            pump.Dispose();
        _stop.Dispose();
    }

    private IMessagePump Pump(QueueFunction queue)
    {
        var client = connections.Client(queue.Connection);
        var handling = new MessageHandling(queue, scopes, _stop, log);
        var renewal = new LockRenewal(settings.MaxAutoLockRenewalDuration, time, log);
        return queue.Sessions
            ? new SessionPump(client, queue.Queue, settings, handling, renewal, _stop, log)
            : new QueuePump(
                client, queue.Queue, settings.MaxConcurrentCalls, handling, renewal, _stop, log);
    }
}
