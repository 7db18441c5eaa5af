using Payments.Ledger.Records;

namespace Payments.Processors.Sandbox;

/// <summary>How the sandbox goes about an operation.</summary>
/// <param name="Decline">It refuses, with this; null where it does it if its books allow.</param>
/// <param name="ExecutesAt">At which ask it does so, from 1.</param>
/// <param name="AnswersAt">Which ask is the first to be told the outcome, from 1.</param>
/// <param name="Delay">How long it takes over it.</param>
internal sealed record SandboxStep(
    Decline? Decline = null, int ExecutesAt = 1, int AnswersAt = 1, TimeSpan Delay = default)
{
    /// <summary>Done and told at once.</summary>
    public static SandboxStep Approve { get; } = new();

    /// <summary>Done at the first ask, but that one is not told.</summary>
    public static SandboxStep TimeOutAfter { get; } = new(AnswersAt: 2);

    /// <summary>Nothing is done at the first ask.</summary>
    public static SandboxStep TimeOutBefore { get; } = new(ExecutesAt: 2, AnswersAt: 2);

    /// <summary>Done at the first ask, and three are not told.</summary>
    public static SandboxStep LongUnknown { get; } = new(AnswersAt: 4);

    /// <summary>Done after three seconds: longer than a person waits, shorter than a lock on a message.</summary>
    public static SandboxStep Slow { get; } = new(Delay: TimeSpan.FromSeconds(3));

    /// <summary>Refused and told at once.</summary>
    public static SandboxStep Reject(string code, string message, bool permanent = false) =>
        new(new Decline(ResponseCodes.ToReason(code), code, message, permanent));
}
