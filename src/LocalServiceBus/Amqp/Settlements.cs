using LocalServiceBus.Broker;
using LocalServiceBus.Messages;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;

namespace LocalServiceBus.Amqp;

/// <summary>Translates AMQP outcomes into operations of the broker (section 5 of the reference).</summary>
internal static class Settlements
{
    public static Func<Transaction, bool> Create(
        DeliveryState outcome, QueueDefinition queue, SessionLock? held, Guid token) => outcome switch
        {
            Accepted => transaction => transaction.Complete(queue, held, token),
            Modified { UndeliverableHere: true } modified =>
                Defer(queue, held, token, ChangedProperties.From(modified.MessageAnnotations)),
            Modified modified => Abandon(queue, held, token, ChangedProperties.From(modified.MessageAnnotations)),
            Rejected rejected => DeadLetter(queue, held, token, ChangedProperties.From(rejected.Error?.Info)),
            Released => transaction => transaction.Release(queue, [token]),
            _ => throw BrokerException.NotImplemented($"The outcome {outcome} is not supported."),
        };

    public static Func<Transaction, bool> Abandon(
        QueueDefinition queue, SessionLock? held, Guid token, ChangedProperties? changed) =>
        transaction => transaction.Abandon(queue, held, token, EditOf(changed));

    public static Func<Transaction, bool> Defer(
        QueueDefinition queue, SessionLock? held, Guid token, ChangedProperties? changed) =>
        transaction => transaction.Defer(queue, held, token, EditOf(changed));

    public static Func<Transaction, bool> DeadLetter(
        QueueDefinition queue, SessionLock? held, Guid token, ChangedProperties? changed)
    {
        var cause = new DeadLetterCause(
            changed?.Text(DeadLetterProperties.Reason), changed?.Text(DeadLetterProperties.Description));
        return transaction => transaction.DeadLetter(queue, held, token, cause, EditOf(changed));
    }

    private static Func<byte[], byte[]>? EditOf(ChangedProperties? changed) =>
        changed is null ? null : changed.ApplyTo;
}
