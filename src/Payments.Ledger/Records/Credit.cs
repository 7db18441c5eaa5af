namespace Payments.Ledger;

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

/// <summary>What the merchant said of itself and of the transaction: kept to be answered again.</summary>
/// <param name="ClientRequestId">The header that makes the request repeatable.</param>
/// <param name="SourceType">Such as <c>PaymentCard</c>.</param>
/// <param name="Origin">Such as <c>ECOM</c>.</param>
/// <param name="MerchantId">The merchant.</param>
/// <param name="TerminalId">The terminal.</param>
/// <param name="MerchantInvoiceNumber">The merchant's invoice.</param>
/// <param name="MerchantTransactionId">The merchant's own id of it.</param>
/// <param name="MerchantOrderId">The merchant's order, where one was named.</param>
public sealed record CreditOrigin(
    string ClientRequestId,
    string SourceType,
    string Origin,
    string? MerchantId,
    string? TerminalId,
    string? MerchantInvoiceNumber,
    string? MerchantTransactionId,
    string? MerchantOrderId);

/// <summary>The processor's answer to an open credit, in its own words.</summary>
/// <param name="Reference">Its name for the credit; null where it declined.</param>
/// <param name="ApprovalCode">Such as <c>OK5882</c>; null where it declined.</param>
/// <param name="ResponseCode">Three digits; <c>000</c> is yes.</param>
/// <param name="ResponseMessage">Its words.</param>
/// <param name="HostResponseCode">The host's own code.</param>
public sealed record CreditAnswer(
    string? Reference, string? ApprovalCode, string ResponseCode, string ResponseMessage, string HostResponseCode);

/// <summary>An open credit: money sent to a card with no earlier authorization (commerce-hub-credits.md).</summary>
/// <param name="Id">Ours; without its prefix it is the gateway's transaction id, 32 digits.</param>
/// <param name="Order">The order it is for, where the merchant named one.</param>
/// <param name="Amount">What is sent.</param>
/// <param name="Card">What may be kept of the card; null for a token.</param>
/// <param name="Origin">What the merchant said.</param>
/// <param name="Answer">What the processor said.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record Credit(
    Id<Credit> Id,
    OrderNumber? Order,
    Money Amount,
    CardSummary? Card,
    CreditOrigin Origin,
    CreditAnswer Answer,
    CreditStatus Status,
    DateTimeOffset CreatedAt) : Record, IIdentified
{
    /// <inheritdoc/>
    public static string Prefix => "crd";

    /// <inheritdoc/>
    public override RecordKey RecordKey => RecordKey.Of(Id);

    /// <inheritdoc/>
    public override bool IsOpen => Status == CreditStatus.Authorized;
}
