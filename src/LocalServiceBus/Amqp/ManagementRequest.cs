using System.Collections;
using System.Globalization;
using LocalServiceBus.Broker;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Encoding;

namespace LocalServiceBus.Amqp;

/// <summary>
/// A request to a management node, with its parameters by name. Missing ones and those of the wrong type throw.
/// </summary>
internal sealed class ManagementRequest
{
    private readonly AmqpMap _body;

    private ManagementRequest(string operation, AmqpMap body)
    {
        Operation = operation;
        _body = body;
    }

    public string Operation { get; }

    public static ManagementRequest Read(AmqpMessage message)
    {
        if (!message.ApplicationProperties.Map.TryGetValue<string>("operation", out var operation))
            throw BrokerException.BadArgument("The request names no operation.");

        return new ManagementRequest(operation, message.ValueBody?.Value as AmqpMap ?? []);
    }

    public object? Find(string key) => _body[new MapKey(key)];

    public string? Text(string key) => Find(key) as string;

    public int Integer(string key) => Convert.ToInt32(Required(key), CultureInfo.InvariantCulture);

    public long Long(string key) => Convert.ToInt64(Required(key), CultureInfo.InvariantCulture);

    public DateTimeOffset Time(string key) =>
        new(DateTime.SpecifyKind(Of<DateTime>(Required(key), key), DateTimeKind.Utc));

    public AmqpMap? Map(string key) => Find(key) as AmqpMap;

    /// <summary>The items of an AMQP array or list.</summary>
    public IReadOnlyList<T> Items<T>(string key)
    {
        if (Required(key) is not IEnumerable items)
            throw BrokerException.BadArgument($"'{key}' must be an array.");

        return [.. items.Cast<object>().Select(item => Of<T>(item, key))];
    }

    private object Required(string key) => Find(key) ?? throw BrokerException.BadArgument($"'{key}' is missing.");

    private static T Of<T>(object value, string key) => value is T typed
        ? typed
        : throw BrokerException.BadArgument($"'{key}' must be of type {typeof(T).Name}.");
}
