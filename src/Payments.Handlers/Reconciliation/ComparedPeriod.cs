namespace Payments.Handlers.Reconciliation;

/// <summary>A period that is compared. Times are UTC.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end, exclusive.</param>
public readonly record struct ComparedPeriod(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>
    /// What is read of a statement beyond either end, to find the other half of what is near it: clocks differ, and
    /// neither side books at once.
    /// </summary>
    public static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    /// <summary>The age at which both sides have what happened: what is younger is compared next time.</summary>
    public static readonly TimeSpan SettlingTime = TimeSpan.FromMinutes(10);

    /// <summary>The longest period, and the furthest that is read before it.</summary>
    public static readonly TimeSpan MaxLength = TimeSpan.FromDays(31);

    /// <summary>Whether a moment is in it.</summary>
    public bool Has(DateTimeOffset? at) => at >= From && at < To;

    /// <summary>The UTC day before a moment.</summary>
    public static ComparedPeriod DayBefore(DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        return new ComparedPeriod(today.AddDays(-1), today);
    }
}
