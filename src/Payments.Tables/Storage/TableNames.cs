namespace Payments.Tables.Storage;

/// <summary>The tables, by name.</summary>
public static class TableNames
{
    /// <summary>Ledgers: head, records and journal, one partition each.</summary>
    public const string Ledgers = "ledgers";

    /// <summary>Callers' keys, and the responses stored for idempotency keys.</summary>
    public const string Keys = "keys";

    /// <summary>Organizations' lists.</summary>
    public const string Timeline = "timeline";

    /// <summary>The books of the sandbox processor.</summary>
    public const string Sandbox = "sandbox";

    /// <summary>Work that waits until the queues can be reached again.</summary>
    public const string Outbox = "outbox";

    /// <summary>Organizations, their credentials and webhook endpoints, and the keys that sign tokens.</summary>
    public const string Organizations = "organizations";

    /// <summary>What organizations have used of their limits.</summary>
    public const string Limits = "limits";

    /// <summary>
    /// The tables that are in every storage account: all that takes calls in proportion to the payments. The others
    /// are in the first account only: organizations are read from memory, limits are handed out in slices, the outbox
    /// is read in one order and has little to do while the queues can be reached, and the sandbox's books stand for
    /// those of another company.
    /// </summary>
    public static IReadOnlyList<string> Spread { get; } = [Ledgers, Keys, Timeline];

    /// <summary>All tables that must exist before the first request.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Spread, Sandbox, Outbox, Organizations, Limits];
}
