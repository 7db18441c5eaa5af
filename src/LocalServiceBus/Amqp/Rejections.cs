using LocalServiceBus.Broker;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;

namespace LocalServiceBus.Amqp;

/// <summary>Turns exceptions into AMQP errors for the client.</summary>
internal static class Rejections
{
    /// <summary>
    /// A rejection by the broker keeps its condition; a failure of the broker itself is logged and becomes an internal
    /// error.
    /// </summary>
    public static Error ErrorOf(Exception exception)
    {
        if (exception is BrokerException rejection)
            return new Error { Condition = rejection.Condition, Description = rejection.Message };

        FaultLog.Write($"Service Bus: {exception}");
        return new Error { Condition = Conditions.InternalError, Description = exception.Message };
    }

    public static AmqpException ToAmqp(this Exception exception) =>
        exception as AmqpException ?? new AmqpException(ErrorOf(exception));
}
