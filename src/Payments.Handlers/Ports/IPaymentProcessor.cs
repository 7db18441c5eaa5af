using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Ports;

/// <summary>
/// Something that a processor is asked to do with money, once per idempotency key however often it is asked.
/// </summary>
/// <param name="Organization">On whose account.</param>
/// <param name="IdempotencyKey">Ours, stable over every repetition.</param>
/// <param name="Amount">How much.</param>
public abstract record ProcessorOperation(OrganizationId Organization, string IdempotencyKey, Money Amount);

/// <summary>Set funds aside on the card behind a token.</summary>
/// <param name="Organization">On whose account.</param>
/// <param name="IdempotencyKey">Ours.</param>
/// <param name="Amount">How much.</param>
/// <param name="Token">The caller's token.</param>
public sealed record AuthorizeFunds(OrganizationId Organization, string IdempotencyKey, Money Amount, string Token)
    : ProcessorOperation(Organization, IdempotencyKey, Amount);

/// <summary>Take money from an authorization.</summary>
/// <param name="Organization">On whose account.</param>
/// <param name="IdempotencyKey">Ours.</param>
/// <param name="Amount">How much.</param>
/// <param name="Authorization">The processor's name for the authorization.</param>
public sealed record CaptureFunds(
    OrganizationId Organization, string IdempotencyKey, Money Amount, string Authorization)
    : ProcessorOperation(Organization, IdempotencyKey, Amount);

/// <summary>Let go of what an authorization set aside. No money moves.</summary>
/// <param name="Organization">On whose account.</param>
/// <param name="IdempotencyKey">Ours.</param>
/// <param name="Amount">How much.</param>
/// <param name="Authorization">The processor's name for the authorization.</param>
public sealed record ReleaseFunds(
    OrganizationId Organization, string IdempotencyKey, Money Amount, string Authorization)
    : ProcessorOperation(Organization, IdempotencyKey, Amount);

/// <summary>Give back a part of a capture.</summary>
/// <param name="Organization">On whose account.</param>
/// <param name="IdempotencyKey">Ours.</param>
/// <param name="Amount">How much.</param>
/// <param name="Capture">The processor's name for the capture.</param>
public sealed record RefundFunds(OrganizationId Organization, string IdempotencyKey, Money Amount, string Capture)
    : ProcessorOperation(Organization, IdempotencyKey, Amount);

/// <summary>Ask whether money may be sent to a card; nothing moves yet.</summary>
/// <param name="Organization">On whose account.</param>
/// <param name="IdempotencyKey">Ours.</param>
/// <param name="Amount">How much.</param>
/// <param name="Instrument">Where to.</param>
public sealed record AuthorizeCredit(
    OrganizationId Organization, string IdempotencyKey, Money Amount, CreditInstrument Instrument)
    : ProcessorOperation(Organization, IdempotencyKey, Amount);

/// <summary>Send the money of a credit that was authorized.</summary>
/// <param name="Organization">On whose account.</param>
/// <param name="IdempotencyKey">Ours.</param>
/// <param name="Amount">How much.</param>
/// <param name="Credit">The processor's name for the credit.</param>
public sealed record SettleFunds(OrganizationId Organization, string IdempotencyKey, Money Amount, string Credit)
    : ProcessorOperation(Organization, IdempotencyKey, Amount);

/// <summary>What a processor said, or that it can't be known what it did.</summary>
public abstract record ProcessorResponse
{
    private ProcessorResponse()
    {
    }

    /// <summary>Done.</summary>
    /// <param name="Reference">The processor's name for the operation.</param>
    /// <param name="ApprovalCode">The processor's proof of it, for receipts.</param>
    public sealed record Approved(string Reference, string ApprovalCode) : ProcessorResponse;

    /// <summary>Not done, and under this key it never will be.</summary>
    public sealed record Declined(Decline Decline) : ProcessorResponse;

    /// <summary>It may have been done: a time-out, a lost answer. To be asked again under the same key.</summary>
    /// <param name="Why">For logs.</param>
    public sealed record Unknown(string Why) : ProcessorResponse;

    /// <summary>What is known of the outcome; null where it is not.</summary>
    public ProcessorOutcome? Outcome => this switch
    {
        Approved approved => new ProcessorOutcome.Succeeded(approved.Reference),
        Declined declined => new ProcessorOutcome.Declined(declined.Decline),
        _ => null,
    };
}

/// <summary>
/// Whoever moves the money. A port that times out answers <see cref="ProcessorResponse.Unknown"/>; it does not throw.
/// </summary>
public interface IPaymentProcessor
{
    /// <summary>Its name, stored with what it makes. No two processors have the same, and none may change its own.
    /// </summary>
    ProcessorName Name { get; }

    /// <summary>Executes an operation, or says what became of it when it was asked before.</summary>
    Task<ProcessorResponse> ExecuteAsync(ProcessorOperation operation, CancellationToken cancellationToken);
}
