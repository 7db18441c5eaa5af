namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>
/// Which broker a connection string means. A file, or a name in memory, has one broker in a process, which lives as
/// long as the process: clients come and go, the messages stay.
/// </summary>
internal static class LocalBrokers
{
    public const string StoreVariable = "SERVICEBUS_EMULATOR_STORE";

    private static readonly Dictionary<(string Store, string Config), LocalBroker> Opened = [];
    private static readonly Lock Opening = new();

    public static (string Host, LocalBroker Broker) Find(string connectionString)
    {
        var host = LocalHost(connectionString);
        var file = Environment.GetEnvironmentVariable(StoreVariable);
        var config = Environment.GetEnvironmentVariable(QueueDefinitions.Variable) ?? string.Empty;
        var key = (string.IsNullOrEmpty(file) ? $"memory:{host}" : Path.GetFullPath(file), config);
        lock (Opening)
        {
            if (!Opened.TryGetValue(key, out var broker))
            {
                var queues = QueueDefinitions.Load(config);
                var store = string.IsNullOrEmpty(file) ? Store.InMemory() : Store.OnFile(file);
                Opened[key] = broker = new LocalBroker(store, queues, TimeProvider.System);
            }

            return (host, broker);
        }
    }

    public static NotSupportedException Refuse(string host) => new(
        $"'{host}' is not the local broker. This build has only that one: connect to it with 'Endpoint=sb://localhost;"
        + "SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=local;UseDevelopmentEmulator=true', or build "
        + "with -p:AzurePackages=nuget to use Azure Service Bus.");

    /// <summary>The host, if the connection string has the form of Microsoft's emulator; others are refused.</summary>
    private static string LocalHost(string connectionString)
    {
        var parts = connectionString
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2)
            .ToDictionary(part => part[0], part => part[1], StringComparer.OrdinalIgnoreCase);
        if (!parts.TryGetValue("Endpoint", out var text) || !Uri.TryCreate(text, UriKind.Absolute, out var endpoint))
        {
            throw new FormatException(
                "The connection string used for a Service Bus client must specify the Service Bus namespace host.");
        }

        var isEmulator = parts.TryGetValue("UseDevelopmentEmulator", out var flag)
            && flag.Equals("true", StringComparison.OrdinalIgnoreCase);
        var isReal = endpoint.Host.Contains(".servicebus.", StringComparison.OrdinalIgnoreCase);
        return isEmulator && !isReal ? endpoint.Host : throw Refuse(endpoint.Host);
    }
}
