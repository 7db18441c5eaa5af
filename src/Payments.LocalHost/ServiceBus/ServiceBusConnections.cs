using System.Collections.Concurrent;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Configuration;

namespace Payments.LocalHost.ServiceBus;

/// <summary>One client per connection setting, read as the Functions host reads it.</summary>
internal sealed class ServiceBusConnections(IConfiguration configuration) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ServiceBusClient> _clients = new();

    public ServiceBusClient Client(string connection) => _clients.GetOrAdd(connection, Connect);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
            await client.DisposeAsync();
    }

    private ServiceBusClient Connect(string connection)
    {
        var section = configuration.GetSection("AzureWebJobs" + connection);
        if (!section.Exists())
            section = configuration.GetSection(connection);
        if (section.Value is { Length: > 0 } connectionString)
            return new ServiceBusClient(connectionString);
        if (section["fullyQualifiedNamespace"] is { Length: > 0 } host)
            return new ServiceBusClient(host, new DefaultAzureCredential());
        throw new InvalidOperationException(
            $"The setting '{connection}' holds no Service Bus connection string, and there is no "
            + $"'{connection}__fullyQualifiedNamespace'.");
    }
}
