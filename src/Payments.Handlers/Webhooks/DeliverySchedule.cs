using System.Collections.Immutable;

namespace Payments.Handlers.Webhooks;

/// <summary>
/// When a delivery that failed is tried again: the times that the Standard Webhooks convention suggests, three days in
/// all. After that a person must look at the endpoint.
/// </summary>
public static class DeliverySchedule
{
    /// <summary>How often a delivery is tried: once, and after each delay.</summary>
    public const int MaxTries = 10;

    /// <summary>The delay after each try but the last.</summary>
    public static ImmutableArray<TimeSpan> Delays { get; } =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    /// <summary>The delay before the next try; null if there is none.</summary>
    /// <param name="attempt">The number of the try that failed, from 0.</param>
    public static TimeSpan? FindDelay(int attempt) => attempt < Delays.Length ? Delays[attempt] : null;
}
