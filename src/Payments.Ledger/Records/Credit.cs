using System.Collections.Immutable;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>Where an open credit stands.</summary>
public enum CreditStatus
{
    /// <summary>The processor said yes; the money has not moved yet.</summary>
    Authorized,

    /// <summary>The money was sent.</summary>
    Settled,

    /// <summary>The processor said no at once.</summary>
    Declined,

    /// <summary>The processor said yes, and then no when the money was to be sent.</summary>
    Failed,
}

/// <summary>What of a card may be kept: never its number, nor its security code.</summary>
/// <param name="Bin">Its first digits, at most 8: the issuer.</param>
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

    /// <summary>The money may be sent.</summary>
    /// <param name="Reference">The processor's name for the credit.</param>
    /// <param name="ApprovalCode">The processor's proof of it, for receipts.</param>
    public sealed record Approved(string Reference, string ApprovalCode) : CreditAnswer;

    /// <summary>No money is sent.</summary>
    /// <param name="Decline">Why.</param>
    public sealed record Declined(Decline Decline) : CreditAnswer;
}

/// <summary>An open credit: money sent to a card with no earlier authorization (commerce-hub-credits.md).</summary>
/// <param name="Id">Ours; without its prefix, 32 digits.</param>
/// <param name="Order">The order it is for, where the merchant named one.</param>
/// <param name="Amount">What is sent.</param>
/// <param name="Card">What may be kept of the card; null for a token.</param>
/// <param name="Origin">
/// What else the request said, by the field names of the API that took it: kept for that API to show again. Nothing is
/// decided by it.
/// </param>
/// <param name="Answer">What the processor said.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="Processor">The processor that approved it, and sends the money; null in rows from before it was kept.
/// </param>
public sealed record Credit(
    Id<Credit> Id,
    OrderNumber? Order,
    Money Amount,
    CardSummary? Card,
    ImmutableDictionary<string, string> Origin,
    CreditAnswer Answer,
    CreditStatus Status,
    DateTimeOffset CreatedAt,
    ProcessorName? Processor = null) : Record, IIdentified
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
