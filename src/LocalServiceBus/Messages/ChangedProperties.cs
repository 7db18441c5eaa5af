using Microsoft.Azure.Amqp.Encoding;

namespace LocalServiceBus.Messages;

/// <summary>Application properties that a receiver sets on a message when it settles it.</summary>
internal sealed class ChangedProperties(IReadOnlyDictionary<string, object> values)
{
    public string? Text(string name) => values.TryGetValue(name, out var value) ? value as string : null;

    /// <summary>The entries of a map whose keys are strings or symbols; null if there are none.</summary>
    public static ChangedProperties? From(AmqpMap? map)
    {
        if (map is null || map.Count == 0)
            return null;

        var values = new Dictionary<string, object>();
        foreach (var entry in map)
            values[entry.Key.ToString()] = entry.Value;

        return new ChangedProperties(values);
    }

    /// <summary>Returns the message with these properties set and everything else unchanged.</summary>
    public byte[] ApplyTo(byte[] message)
    {
        var sections = MessageSections.Read(message);
        var properties = sections.ApplicationProperties;
        foreach (var (name, value) in values)
            properties.Map[name] = value;

        return MessageWriter.Join(
            sections.EncodedHeader, sections.EncodedAnnotations, sections.EncodedProperties,
            MessageWriter.Encode(properties), sections.EncodedBody);
    }
}
