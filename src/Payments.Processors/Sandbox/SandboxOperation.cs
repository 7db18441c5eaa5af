using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Processors.Sandbox;

/// <summary>What the sandbox was asked to do.</summary>
public enum SandboxKind
{
    /// <summary>Set funds aside.</summary>
    Authorization,

    /// <summary>Take money from an authorization.</summary>
    Capture,

    /// <summary>Let go of what an authorization set aside.</summary>
    Release,

    /// <summary>Give back a part of a capture.</summary>
    Refund,

    /// <summary>Promise money to a card; nothing moves yet.</summary>
    Credit,

    /// <summary>Send the money of a credit.</summary>
    Settlement,
}

/// <summary>What became of it.</summary>
public enum SandboxState
{
    /// <summary>It was asked for, and nothing has been done.</summary>
    Waiting,

    /// <summary>It was done. It may be that the asker has not been told.</summary>
    Done,

    /// <summary>It was refused for ever.</summary>
    Declined,
}

/// <summary>
/// A row of the sandbox's books. It holds nothing of a card, not even a hash: a number has too few digits to hide in
/// one.
/// </summary>
/// <param name="Organization">On whose account.</param>
/// <param name="Reference">Its name, and its row's: a hash of organization and idempotency key.</param>
/// <param name="IdempotencyKey">The asker's.</param>
/// <param name="Kind">What was asked for.</param>
/// <param name="Amount">How much.</param>
/// <param name="Target">The operation that it draws on; null where it draws on none.</param>
/// <param name="Scenario">The scripted token that its authorization was made with; null for any other token.</param>
/// <param name="State">What became of it.</param>
/// <param name="Decline">Why it was refused, where it was.</param>
/// <param name="Used">What later operations have drawn on it.</param>
/// <param name="Asks">How often it was asked for, counted until the asker is told.</param>
/// <param name="AnswersAt">Which ask is the first to be told the outcome; for those before it isn't known.</param>
/// <param name="AskedAt">When it was asked for first. UTC.</param>
public sealed record SandboxOperation(
    OrganizationId Organization,
    string Reference,
    string IdempotencyKey,
    SandboxKind Kind,
    Money Amount,
    string? Target,
    string? Scenario,
    SandboxState State,
    Decline? Decline,
    Money Used,
    int Asks,
    int AnswersAt,
    DateTimeOffset AskedAt)
{
    /// <summary>What later operations may still draw on it.</summary>
    public Money Room => Amount - Used;

    /// <summary>The asker has been told the outcome.</summary>
    public bool IsTold => State != SandboxState.Waiting && Asks >= AnswersAt;

    /// <summary>What the asker is told.</summary>
    public ProcessorResponse Answer => this switch
    {
        { IsTold: false } => new ProcessorResponse.Unknown($"The sandbox lets ask {Asks} for {Reference} time out."),
        { State: SandboxState.Done } =>
            new ProcessorResponse.Approved(Reference, SandboxReference.CreateApprovalCode(Reference)),
        _ => new ProcessorResponse.Declined(Decline!),
    };
}
