namespace Payments.ServiceBus;

/// <summary>The queues, by name. Constants, so that trigger attributes can use them.</summary>
public static class QueueNames
{
    /// <summary>Work on captures and refunds, in one session per ledger.</summary>
    public const string Refunds = "refunds";

    /// <summary>Open credits to be sent. No sessions: no two credits touch the same balance.</summary>
    public const string Credits = "credits";

    /// <summary>
    /// Events to be delivered to webhook endpoints: those of a commit in the session of its ledger, deliveries in one
    /// session for each ledger and endpoint.
    /// </summary>
    public const string Events = "events";

    public static IReadOnlyList<string> All { get; } = [Refunds, Credits, Events];
}
