using LocalServiceBus.Broker;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;

namespace LocalServiceBus.Amqp;

/// <summary>How a client is told that something went wrong.</summary>
internal static class Refusals
{
    /// <summary>
    /// What the broker refuses keeps its condition; a fault of the broker itself is logged, and an internal error.
    /// </summary>
    public static Error ErrorOf(Exception exception)
    {
        if (exception is BrokerException refusal)
            return new Error { Condition = refusal.Condition, Description = refusal.Message };

        Console.Error.WriteLine($"Service Bus: {exception}");
        return new Error { Condition = Conditions.InternalError, Description = exception.Message };
    }

    public static AmqpException ToAmqp(this Exception exception) =>
        exception as AmqpException ?? new AmqpException(ErrorOf(exception));
}
