using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Ports;

/// <summary>
/// An operation with money that a processor executes once per idempotency key, however often it is called.
/// </summary>
/// <param name="Organization">The organization whose account is used.</param>
/// <param name="IdempotencyKey">This service's key, the same in every repetition.</param>
/// <param name="Amount">The amount.</param>
public abstract record ProcessorOperation(OrganizationId Organization, string IdempotencyKey, Money Amount)
{
    /// <summary>
    /// The id of the record or ledger that it is for, if its key does not begin with that: sent along, so that a
    /// notification about it says what to look at (<see cref="ProcessorNotification.About.Find"/>). The same in every
    /// repetition.
    /// </summary>
    public string? Record { get; init; }
}

/// <summary>Reserve an amount on the card behind a token.</summary>
/// <param name="Organization">The organization whose account is used.</param>
/// <param name="IdempotencyKey">This service's key.</param>
/// <param name="Amount">The amount.</param>
/// <param name="Token">The caller's token for the card.</param>
public sealed record AuthorizeFunds(OrganizationId Organization, string IdempotencyKey, Money Amount, string Token)
    : ProcessorOperation(Organization, IdempotencyKey, Amount);

/// <summary>Capture an amount of an authorization.</summary>
/// <param name="Organization">The organization whose account is used.</param>
/// <param name="IdempotencyKey">This service's key.</param>
/// <param name="Amount">The amount.</param>
/// <param name="Authorization">The processor's reference for the authorization.</param>
public sealed record CaptureFunds(
    OrganizationId Organization, string IdempotencyKey, Money Amount, string Authorization)
    : ProcessorOperation(Organization, IdempotencyKey, Amount);

/// <summary>Release what an authorization reserved on a card. No money moves.</summary>
/// <param name="Organization">The organization whose account is used.</param>
/// <param name="IdempotencyKey">This service's key.</param>
/// <param name="Amount">The amount.</param>
/// <param name="Authorization">The processor's reference for the authorization.</param>
public sealed record ReleaseFunds(
    OrganizationId Organization, string IdempotencyKey, Money Amount, string Authorization)
    : ProcessorOperation(Organization, IdempotencyKey, Amount);

/// <summary>Refund a part of a capture.</summary>
/// <param name="Organization">The organization whose account is used.</param>
/// <param name="IdempotencyKey">This service's key.</param>
/// <param name="Amount">The amount.</param>
/// <param name="Capture">The processor's reference for the capture.</param>
public sealed record RefundFunds(OrganizationId Organization, string IdempotencyKey, Money Amount, string Capture)
    : ProcessorOperation(Organization, IdempotencyKey, Amount);

/// <summary>Approve sending money to a card; no money moves yet.</summary>
/// <param name="Organization">The organization whose account is used.</param>
/// <param name="IdempotencyKey">This service's key.</param>
/// <param name="Amount">The amount.</param>
/// <param name="Instrument">The card.</param>
public sealed record AuthorizeCredit(
    OrganizationId Organization, string IdempotencyKey, Money Amount, CreditInstrument Instrument)
    : ProcessorOperation(Organization, IdempotencyKey, Amount);

/// <summary>Send the money of an approved credit.</summary>
/// <param name="Organization">The organization whose account is used.</param>
/// <param name="IdempotencyKey">This service's key.</param>
/// <param name="Amount">The amount.</param>
/// <param name="Credit">The processor's reference for the credit.</param>
public sealed record SettleFunds(OrganizationId Organization, string IdempotencyKey, Money Amount, string Credit)
    : ProcessorOperation(Organization, IdempotencyKey, Amount);

/// <summary>A processor's response, or its absence.</summary>
public abstract record ProcessorResponse
{
    private ProcessorResponse()
    {
    }

    /// <summary>The operation was executed.</summary>
    /// <param name="Reference">The processor's reference for the operation.</param>
    /// <param name="ApprovalCode">The processor's proof of it, for receipts.</param>
    public sealed record Approved(string Reference, string ApprovalCode) : ProcessorResponse;

    /// <summary>
    /// Accepted, and not executed yet: its outcome will be told (<see cref="IProcessorNotifications"/>), and can be
    /// asked for (<see cref="IPaymentProcessor.QueryAsync"/>). Its money is on its way.
    /// </summary>
    /// <param name="Reference">The processor's reference for the operation.</param>
    public sealed record Pending(string Reference) : ProcessorResponse;

    /// <summary>Not executed, and under this key it never will be; or it has failed.</summary>
    /// <param name="Decline">Why.</param>
    /// <param name="Reference">
    /// The processor's reference for the operation, if it has one by which it can be asked about.
    /// </param>
    public sealed record Declined(Decline Decline, string? Reference = null) : ProcessorResponse;

    /// <summary>It may have been executed: a timeout, a lost response. To be repeated under the same key.</summary>
    /// <param name="Why">The cause, for logs.</param>
    public sealed record Unknown(string Why) : ProcessorResponse;

    /// <summary>The outcome, which may be still to come; null if it is unknown.</summary>
    public ProcessorOutcome? Outcome => this switch
    {
        Approved approved => new ProcessorOutcome.Succeeded(approved.Reference),
        Pending pending => new ProcessorOutcome.Accepted(pending.Reference),
        Declined declined => new ProcessorOutcome.Declined(declined.Decline, declined.Reference),
        _ => null,
    };
}

/// <summary>
/// The service that moves the money. On a timeout an implementation returns <see cref="ProcessorResponse.Unknown"/>; it
/// does not throw.
/// </summary>
public interface IPaymentProcessor
{
    /// <summary>Its name, stored with what it creates: unique among processors, and never changed.</summary>
    ProcessorName Name { get; }

    /// <summary>Executes an operation; if it was executed before under this key, returns its outcome.</summary>
    Task<ProcessorResponse> ExecuteAsync(ProcessorOperation operation, CancellationToken cancellationToken);

    /// <summary>
    /// The present outcome of an operation whose reference is known. Executes nothing. What was pending may have ended;
    /// what was approved may have failed after all, or, for an authorization, may have been voided: both are declined.
    /// Unknown if it can't be told now.
    /// </summary>
    /// <param name="operation">
    /// The operation. The key of an authorization may differ from the one that it was executed under: its reference
    /// counts.
    /// </param>
    /// <param name="reference">The processor's reference for it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<ProcessorResponse> QueryAsync(
        ProcessorOperation operation, string reference, CancellationToken cancellationToken);

    /// <summary>
    /// What became of a capture at the processor: whether it was voided, and its disputes; null if it can't be told
    /// now.
    /// </summary>
    /// <param name="organization">The organization whose account is used.</param>
    /// <param name="capture">The processor's reference for the capture.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<CaptureStanding?> InspectCaptureAsync(
        OrganizationId organization, string capture, CancellationToken cancellationToken);
}
