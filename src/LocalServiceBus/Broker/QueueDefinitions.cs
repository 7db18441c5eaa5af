using System.Text.Json;
using System.Xml;

namespace LocalServiceBus.Broker;

/// <summary>The queues of a broker, read from the Config.json of Microsoft's Service Bus emulator.</summary>
internal sealed class QueueDefinitions
{
    private readonly Dictionary<string, QueueDefinition> _byPath = new(StringComparer.OrdinalIgnoreCase);

    public QueueDefinitions(params IEnumerable<QueueDefinition> queues)
    {
        foreach (var queue in queues)
        {
            _byPath.Add(queue.Path, queue);
            _byPath.Add(queue.DeadLetterQueue.Path, queue.DeadLetterQueue);
        }
    }

    /// <summary>The queues and their dead-letter subqueues.</summary>
    public IReadOnlyCollection<QueueDefinition> All => _byPath.Values;

    public QueueDefinition this[string path] => _byPath.TryGetValue(path, out var queue)
        ? queue
        : throw new BrokerException(
            Conditions.NotFound,
            $"The messaging entity '{path}' could not be found. The broker's configuration has these queues: "
            + $"{string.Join(", ", _byPath.Keys.Where(key => !key.Contains('$')))}.");

    /// <summary>
    /// Throws an <see cref="InvalidDataException"/> if the text is not a configuration, or needs an unsupported
    /// feature.
    /// </summary>
    public static QueueDefinitions Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var spaces = document.RootElement.GetProperty("UserConfig").GetProperty("Namespaces");
            if (spaces.GetArrayLength() != 1)
                throw new InvalidDataException("The configuration must have exactly one namespace.");

            if (spaces[0].TryGetProperty("Topics", out var topics) && topics.GetArrayLength() > 0)
                throw new InvalidDataException("The local Service Bus does not support topics.");

            return new QueueDefinitions(spaces[0].GetProperty("Queues").EnumerateArray().Select(Queue).ToList());
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or FormatException
            or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"The configuration can't be read: {exception.Message}", exception);
        }
    }

    private static QueueDefinition Queue(JsonElement queue)
    {
        var definition = new QueueDefinition(queue.GetProperty("Name").GetString()!.ToLowerInvariant());
        if (!queue.TryGetProperty("Properties", out var properties))
            return definition;

        RejectForwarding(definition.Path, properties);
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

    private static void RejectForwarding(string queue, JsonElement properties)
    {
        foreach (var name in (string[])["ForwardTo", "ForwardDeadLetteredMessagesTo"])
        {
            if (properties.TryGetProperty(name, out var target) && !string.IsNullOrEmpty(target.GetString()))
                throw new InvalidDataException($"Queue '{queue}': the local Service Bus does not support {name}.");
        }
    }

    private static bool Flag(JsonElement properties, string name) =>
        properties.TryGetProperty(name, out var flag) && flag.GetBoolean();

    private static TimeSpan Duration(JsonElement properties, string name, TimeSpan unset) =>
        properties.TryGetProperty(name, out var text) && !string.IsNullOrEmpty(text.GetString())
            ? XmlConvert.ToTimeSpan(text.GetString()!)
            : unset;
}
