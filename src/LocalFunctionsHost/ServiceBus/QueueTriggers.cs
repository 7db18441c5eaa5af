using Azure.Messaging.ServiceBus;
using LocalFunctionsHost.Calls;
using LocalFunctionsHost.Configuration;
using LocalFunctionsHost.Functions;
using Microsoft.Extensions.Logging;

namespace LocalFunctionsHost.ServiceBus;

/// <summary>Runs the functions with a Service Bus trigger; functions with the same connection share a client.</summary>
internal sealed class QueueTriggers(
    FunctionRunner runner, ActiveMessages active, Settings settings, ServiceBusOptions options, ILogger log)
    : IAsyncDisposable
{
    private readonly Dictionary<string, ServiceBusClient> _clients = [];
    private readonly List<QueueListener> _listeners = [];

    public async Task StartAsync(IEnumerable<Function> functions)
    {
        foreach (var function in functions)
        {
            if (function.IsDisabled) continue;
            try
            {
                var source = QueueSource.Create(function, settings, options);
                var client = ClientFor(source.Connection);
                _listeners.Add(new QueueListener(function, source, client, options, runner, active, log));
            }
            catch (Exception rejection)
                when (rejection is FunctionRejectedException or ArgumentException or FormatException)
            {
                log.LogError("Function {Function} is not run: {Reason}.", function.Name, rejection.Message);
            }
        }
        await Task.WhenAll(_listeners.Select(listener => listener.StartAsync()));
    }

    /// <summary>The SDK's processors wait for their functions even after cancellation; this method does not.</summary>
    public Task StopAsync(CancellationToken cancellation) =>
        Task.WhenAll(_listeners.Select(listener => listener.StopAsync())).WaitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners) await listener.DisposeAsync();
        foreach (var client in _clients.Values) await client.DisposeAsync();
    }

    private ServiceBusClient ClientFor(string connection)
    {
        if (_clients.TryGetValue(connection, out var known)) return known;
        var client = new ServiceBusClient(
            connection, new ServiceBusClientOptions { RetryOptions = options.ClientRetryOptions });
        _clients.Add(connection, client);
        return client;
    }
}
