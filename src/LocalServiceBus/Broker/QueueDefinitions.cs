using System.Text.Json;
using System.Xml;

namespace Azure.Messaging.ServiceBus.Broker;

/// <summary>The queues of a broker, read from the Config.json of Microsoft's Service Bus emulator.</summary>
internal sealed class QueueDefinitions
{
    public const string Variable = "SERVICEBUS_EMULATOR_CONFIG";

    private readonly Dictionary<string, QueueDefinition> _byPath = new(StringComparer.OrdinalIgnoreCase);

    public QueueDefinitions(params IEnumerable<QueueDefinition> queues)
    {
        foreach (var queue in queues)
        {
            _byPath.Add(queue.Path, queue);
            _byPath.Add(queue.DeadLetterQueue.Path, queue.DeadLetterQueue);
        }
    }

    public static QueueDefinitions Load(string? configPath) =>
        string.IsNullOrEmpty(configPath) ? new QueueDefinitions() : Parse(File.ReadAllText(configPath));

    public static QueueDefinitions Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var space = document.RootElement.GetProperty("UserConfig").GetProperty("Namespaces")[0];
        if (space.TryGetProperty("Topics", out var topics) && topics.GetArrayLength() > 0)
            throw new NotSupportedException("The local Service Bus broker has queues only, and no topics.");

        return new QueueDefinitions(space.GetProperty("Queues").EnumerateArray().Select(Queue).ToList());
    }

    public QueueDefinition this[string path] => _byPath.TryGetValue(path, out var queue)
        ? queue
        : throw new ServiceBusException(
            $"The messaging entity '{path}' could not be found. The local broker has the queues that the file "
            + $"named by {Variable} defines: {string.Join(", ", _byPath.Keys.Where(key => !key.Contains('$')))}.",
            ServiceBusFailureReason.MessagingEntityNotFound,
            path);

    private static QueueDefinition Queue(JsonElement queue)
    {
        var definition = new QueueDefinition(queue.GetProperty("Name").GetString()!.ToLowerInvariant());
        if (!queue.TryGetProperty("Properties", out var properties))
            return definition;

        RefuseForwarding(definition.Path, properties);
        return definition with
        {
            LockDuration = Duration(properties, "LockDuration", definition.LockDuration),
            MaxDeliveryCount = properties.TryGetProperty("MaxDeliveryCount", out var count)
                ? count.GetInt32() : definition.MaxDeliveryCount,
            RequiresSession = Flag(properties, "RequiresSession"),
            RequiresDuplicateDetection = Flag(properties, "RequiresDuplicateDetection"),
            DuplicateDetectionHistoryTimeWindow = Duration(
                properties, "DuplicateDetectionHistoryTimeWindow", definition.DuplicateDetectionHistoryTimeWindow),
            DefaultMessageTimeToLive = Duration(
                properties, "DefaultMessageTimeToLive", definition.DefaultMessageTimeToLive),
            DeadLetteringOnMessageExpiration = Flag(properties, "DeadLetteringOnMessageExpiration"),
        };
    }

    private static void RefuseForwarding(string queue, JsonElement properties)
    {
        foreach (var name in (string[])["ForwardTo", "ForwardDeadLetteredMessagesTo"])
        {
            if (properties.TryGetProperty(name, out var target) && !string.IsNullOrEmpty(target.GetString()))
                throw new NotSupportedException($"Queue '{queue}': the local Service Bus broker has no {name}.");
        }
    }

    private static bool Flag(JsonElement properties, string name) =>
        properties.TryGetProperty(name, out var flag) && flag.GetBoolean();

    private static TimeSpan Duration(JsonElement properties, string name, TimeSpan unset) =>
        properties.TryGetProperty(name, out var text) && !string.IsNullOrEmpty(text.GetString())
            ? XmlConvert.ToTimeSpan(text.GetString()!)
            : unset;
}
