namespace Payments.ServiceBus;

/// <summary>The queues, by name. Constants, so that a trigger's attribute can name them too.</summary>
public static class QueueNames
{
    /// <summary>What is to be done on one ledger's captures and refunds; its sessions are the ledgers.</summary>
    public const string Refunds = "refunds";

    /// <summary>Open credits to be settled; no sessions, for no two of them touch the same balance.</summary>
    public const string Credits = "credits";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Refunds, Credits];
}
