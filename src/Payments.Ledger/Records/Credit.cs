using System.Collections.Immutable;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

public enum CreditStatus
{
    /// <summary>The processor approved; the money has not moved yet.</summary>
    Authorized,

    /// <summary>The money was sent.</summary>
    Settled,

    /// <summary>The processor declined the credit.</summary>
    Declined,

    /// <summary>The processor approved, then declined to send the money.</summary>
    Failed,
}

/// <summary>The card data that may be stored: never its number, nor its security code.</summary>
/// <param name="Bin">Its first digits, at most 6 (8 until November 2026), which identify the issuer.</param>
/// <param name="Last4">Its last four digits.</param>
/// <param name="Scheme">Such as <c>VISA</c>.</param>
/// <param name="ExpirationMonth">Two digits.</param>
/// <param name="ExpirationYear">Four digits.</param>
public sealed record CardSummary(
    string? Bin, string? Last4, string? Scheme, string? ExpirationMonth, string? ExpirationYear);

/// <summary>The processor's response to the request for an open credit.</summary>
public abstract record CreditAnswer
{
    private CreditAnswer()
    {
    }

    /// <summary>Approved: the money may be sent.</summary>
    /// <param name="Reference">The processor's reference for the credit.</param>
    /// <param name="ApprovalCode">The processor's proof of approval, for receipts.</param>
    public sealed record Approved(string Reference, string ApprovalCode) : CreditAnswer;

    /// <summary>Declined: no money is sent.</summary>
    public sealed record Declined(Decline Decline) : CreditAnswer;
}

/// <summary>What a request for an open credit says, as far as it may be stored.</summary>
/// <param name="RequestKey">The caller's key: the same key again is the same credit.</param>
/// <param name="Order">The order that the merchant named, if any.</param>
/// <param name="Card">The card data that may be stored; null for a token that says nothing of its card.</param>
/// <param name="Origin">The other fields of the request, named as in the API that accepted it.</param>
/// <param name="Fingerprint">
/// A hash of what makes another request the same: only the API that accepted it knows. Of the card it has only what may
/// be stored: a hash of its number would be as good as the number.
/// </param>
public sealed record CreditTerms(
    Key RequestKey,
    OrderNumber? Order,
    Money Amount,
    CardSummary? Card,
    ImmutableDictionary<string, string> Origin,
    string Fingerprint);

/// <summary>A request for an open credit, with what the service adds to it.</summary>
/// <param name="Processor">The processor that is to send it.</param>
public sealed record GiveCredit(Id<Credit> Id, CreditTerms Terms, ProcessorName Processor, DateTimeOffset At)
{
    /// <summary>The credit that it becomes: to be settled, or declined.</summary>
    internal Credit CreateCredit(CreditAnswer answer) => new(
        Id,
        Terms.Order,
        Terms.Amount,
        Terms.Card,
        Terms.Origin,
        answer,
        answer is CreditAnswer.Approved ? CreditStatus.Authorized : CreditStatus.Declined,
        At,
        Processor);
}

/// <summary>An open credit: money sent to a card without an earlier authorization (commerce-hub-credits.md).</summary>
/// <param name="Id">Without its prefix, 32 digits.</param>
/// <param name="Order">The order that the merchant named, if any.</param>
/// <param name="Card">The card data that may be stored; null for a token.</param>
/// <param name="Origin">
/// The other fields of the request, named as in the API that accepted it: stored for that API to return. No decision
/// depends on them.
/// </param>
/// <param name="Answer">The processor's response.</param>
/// <param name="Processor">The processor that approved it and sends the money; null in rows that predate this.</param>
/// <param name="SettlementReference">
/// The processor's reference for sending the money, by which it is asked about; null if it has given none yet, and in
/// rows that predate this.
/// </param>
/// <param name="WithProcessorSince">When the processor accepted to send the money, if it did not at once.</param>
public sealed record Credit(
    Id<Credit> Id,
    OrderNumber? Order,
    Money Amount,
    CardSummary? Card,
    ImmutableDictionary<string, string> Origin,
    CreditAnswer Answer,
    CreditStatus Status,
    DateTimeOffset CreatedAt,
    ProcessorName? Processor = null,
    string? SettlementReference = null,
    DateTimeOffset? WithProcessorSince = null) : Record, IIdentified
{
    /// <inheritdoc/>
    public static string Prefix => "crd";

    /// <inheritdoc/>
    public override RecordKey RecordKey => RecordKey.For(Id);

    /// <inheritdoc/>
    public override (string? Status, string? Amount) Summary => (Status.ToString(), Amount.ToString());

    /// <inheritdoc/>
    public override bool IsOpen => Status == CreditStatus.Authorized;
}
