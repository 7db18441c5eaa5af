namespace Payments.LocalHost.Hosting;

/// <summary>How a stop is spent: everything in hand is finished or given back within ten seconds.</summary>
internal static class ShutdownLimits
{
    /// <summary>Invocations may finish undisturbed; then they are told through their cancellation token.</summary>
    public static TimeSpan Undisturbed { get; } = TimeSpan.FromSeconds(5);

    /// <summary>What has not ended by now is no longer waited for: its message is given back.</summary>
    public static TimeSpan GiveBack { get; } = TimeSpan.FromSeconds(7);

    /// <summary>Leaves time after <see cref="GiveBack"/> for settling at the broker.</summary>
    public static TimeSpan Total { get; } = TimeSpan.FromSeconds(9);
}
