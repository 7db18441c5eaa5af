using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Processors.Sandbox;

/// <summary>The kind of an operation.</summary>
public enum SandboxKind
{
    /// <summary>Reserves funds on a card.</summary>
    Authorization,

    /// <summary>Takes money from an authorization.</summary>
    Capture,

    /// <summary>Releases funds of an authorization.</summary>
    Release,

    /// <summary>Refunds a part of a capture.</summary>
    Refund,

    /// <summary>Approves money for a card; nothing moves yet.</summary>
    Credit,

    /// <summary>Sends the money of a credit.</summary>
    Settlement,
}

/// <summary>The state of an operation.</summary>
public enum SandboxState
{
    /// <summary>Requested, and not executed yet.</summary>
    Waiting,

    /// <summary>Executed. The caller may not have been told yet.</summary>
    Done,

    /// <summary>Declined for good.</summary>
    Declined,

    /// <summary>Accepted, its amount held, and not executed yet.</summary>
    Accepted,

    /// <summary>Accepted or executed, and failed later.</summary>
    Failed,
}

/// <summary>
/// A row of the sandbox's books. It has no card data, not even a hash: a card number has too few digits for a hash to
/// hide it.
/// </summary>
/// <param name="Organization">The organization whose account it is on.</param>
/// <param name="Reference">Its name, and its row's: a hash of organization and idempotency key.</param>
/// <param name="IdempotencyKey">The caller's.</param>
/// <param name="Target">The operation that it draws on; null if it draws on none.</param>
/// <param name="Scenario">The scripted token of its authorization; null for any other token.</param>
/// <param name="Decline">Why it was declined, if it was.</param>
/// <param name="Used">The total that later operations have drawn on it.</param>
/// <param name="Asks">How often it was requested, counted until the caller is told the outcome.</param>
/// <param name="AnswersAt">The first request that is told the outcome; for earlier ones it is unknown.</param>
/// <param name="AskedAt">When it was first requested.</param>
/// <param name="Record">The id of the record that it is for, if its key does not begin with that.</param>
/// <param name="Voided">Whether it, a capture, was voided.</param>
/// <param name="Disputes">Its disputes, if it is a capture; null for none.</param>
/// <param name="Postings">
/// The movements of its money, oldest first; null if there were none, and in rows that predate this.
/// </param>
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
    DateTimeOffset AskedAt,
    string? Record = null,
    bool Voided = false,
    ImmutableArray<Dispute>? Disputes = null,
    ImmutableArray<SandboxPosting>? Postings = null)
{
    /// <summary>What later operations may still draw on it.</summary>
    public Money Room => Amount - Used;

    /// <summary>Whether the caller has been told the outcome.</summary>
    public bool IsTold => State != SandboxState.Waiting && Asks >= AnswersAt;

    /// <summary>The response to the caller.</summary>
    public ProcessorResponse Answer => this switch
    {
        { IsTold: false } => new ProcessorResponse.Unknown($"Scripted timeout of request {Asks} for {Reference}."),
        { State: SandboxState.Done } =>
            new ProcessorResponse.Approved(Reference, SandboxReference.CreateApprovalCode(Reference)),
        { State: SandboxState.Accepted } => new ProcessorResponse.Pending(Reference),
        { State: SandboxState.Failed } => new ProcessorResponse.Declined(Decline!, Reference),
        _ => new ProcessorResponse.Declined(Decline!),
    };
}
