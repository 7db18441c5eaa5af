namespace LocalServiceBus.Broker;

/// <summary>
/// A rejection by the broker, with the AMQP condition that tells the client which error it is
/// (src/LocalServiceBus/README.md, Errors).
/// </summary>
internal sealed class BrokerException(string condition, string message) : Exception(message)
{
    public string Condition => condition;

    public static BrokerException NotAllowed(string message) => new(Conditions.NotAllowed, message);

    public static BrokerException NotImplemented(string message) => new(Conditions.NotImplemented, message);

    public static BrokerException BadArgument(string message) => new(Conditions.ArgumentError, message);
}
