using Payments.Ledger.Records;

namespace Payments.Processors.Sandbox;

/// <summary>How the sandbox handles an operation.</summary>
/// <param name="Decline">The scripted decline; null to execute it if the books allow.</param>
/// <param name="ExecutesAt">The request that executes it, from 1.</param>
/// <param name="AnswersAt">The first request that is told the outcome, from 1.</param>
/// <param name="Delay">How long it takes.</param>
/// <param name="IsHeld">Accepted, and executed later.</param>
/// <param name="Later">What happens to it before it is first asked about; null for nothing.</param>
internal sealed record SandboxStep(
    Decline? Decline = null,
    int ExecutesAt = 1,
    int AnswersAt = 1,
    TimeSpan Delay = default,
    bool IsHeld = false,
    SandboxEvent? Later = null)
{
    /// <summary>Executed, and the outcome returned at once.</summary>
    public static SandboxStep Approve { get; } = new();

    /// <summary>Executed at the first request, whose outcome is unknown.</summary>
    public static SandboxStep TimeOutAfter { get; } = new(AnswersAt: 2);

    /// <summary>Not executed at the first request, whose outcome is unknown.</summary>
    public static SandboxStep TimeOutBefore { get; } = new(ExecutesAt: 2, AnswersAt: 2);

    /// <summary>Executed at the first request; the first three have an unknown outcome.</summary>
    public static SandboxStep LongUnknown { get; } = new(AnswersAt: 4);

    /// <summary>Executed after three seconds: longer than a person waits, shorter than a message lock.</summary>
    public static SandboxStep Slow { get; } = new(Delay: TimeSpan.FromSeconds(3));

    /// <summary>Accepted; what becomes of it is told to the sandbox (<see cref="SandboxNews"/>).</summary>
    public static SandboxStep Hold { get; } = new(IsHeld: true);

    /// <summary>Accepted; approved by the time that it is asked about.</summary>
    public static SandboxStep HoldThenApprove { get; } = new(IsHeld: true, Later: SandboxEvent.Approve);

    /// <summary>Accepted; declined by the time that it is asked about.</summary>
    public static SandboxStep HoldThenDecline { get; } = new(IsHeld: true, Later: SandboxEvent.Decline);

    /// <summary>Executed; failed by the time that it is asked about.</summary>
    public static SandboxStep FailLater { get; } = new(Later: SandboxEvent.Decline);

    /// <summary>Declined at once.</summary>
    public static SandboxStep Reject(string code, string message, bool permanent = false) =>
        new(new Decline(ResponseCodes.ToReason(code), code, message, permanent));
}
