namespace Payments.Handlers.Ports;

/// <summary>What an organization may use in a second and in a day (docs/adr/0009-limits.md).</summary>
public sealed record OrganizationLimits
{
    /// <summary>The request rate of an organization that has no setting of its own.</summary>
    public const int DefaultRequestsPerSecond = 500;

    /// <summary>The highest rate that can be set: above it, nothing is limited.</summary>
    public const int MaxRequestsPerSecond = 1_000_000;

    /// <summary>Without settings: refunds have no ceiling, and open credits are off.</summary>
    public static OrganizationLimits Default { get; } = new();

    /// <summary>Requests a second, over all instances; bursts may be twice as high.</summary>
    public int RequestsPerSecond { get; init; } = DefaultRequestsPerSecond;

    /// <summary>
    /// What may be refunded in a day (UTC), by currency. A currency that is not listed has no ceiling: a refund only
    /// returns what was captured, to its payer.
    /// </summary>
    public DailyAmounts RefundsPerDay { get; init; } = DailyAmounts.None;

    /// <summary>
    /// What may be sent by open credits in a day (UTC), by currency. They are off in a currency that is not listed: an
    /// open credit sends money to any card.
    /// </summary>
    public DailyAmounts CreditsPerDay { get; init; } = DailyAmounts.None;
}
