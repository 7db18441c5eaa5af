using System.Globalization;
using Payments.Handlers.Ports;
using Payments.Ledger.Records;

namespace Payments.Dialects.CommerceHub.Credits;

/// <summary>
/// Writes a credit. Everything comes from stored data and the key's settings, so that a repeated request gets the first
/// response byte for byte, whatever has happened to the credit since.
/// </summary>
internal static class CreditWriter
{
    private const string Authorized = "AUTHORIZED";
    private const string Captured = "CAPTURED";
    private const string Declined = "DECLINED";
    private const string Approved = "APPROVED";
    private const string ProcessingFailed = "PROCESSING_FAILED";

    /// <summary>The credit as it was created: the response to its request.</summary>
    public static CreditBody WriteCreated(Credit credit, CreditKind kind, Merchant merchant)
    {
        var status = credit.Answer is CreditAnswer.Approved ? CreditStatus.Authorized : CreditStatus.Declined;
        return Write(credit, kind, status, merchant);
    }

    /// <summary>The current state of the credit.</summary>
    public static CreditBody WriteCurrent(Credit credit, Merchant merchant) =>
        Write(credit, CreditKind.Credit, credit.Status, merchant);

    private static CreditBody Write(Credit credit, CreditKind kind, CreditStatus status, Merchant merchant)
    {
        var id = credit.Id.ToBareString();
        var origin = CreditOrigin.Read(credit.Origin);
        return new CreditBody(
            new GatewayResponse(
                kind == CreditKind.OpenRefund ? "REFUND" : "CREDIT",
                ToState(status),
                origin.Origin,
                new ProcessingDetails(FormatTime(credit), $"CHG01{id}", id, origin.ClientRequestId, id)),
            new SourceBody(origin.SourceType, ToCard(credit.Card)),
            ToReceipt(credit, status, merchant),
            new TransactionDetailsBody(
                true, origin.MerchantTransactionId, origin.MerchantOrderId, origin.MerchantInvoiceNumber),
            origin is { MerchantId: null, TerminalId: null }
                ? null
                : new MerchantDetails(origin.MerchantId, origin.TerminalId));
    }

    /// <summary>
    /// The reference page shows a credit as AUTHORIZED. Once the money is sent, it is CAPTURED: the documented state of
    /// money that has moved (SETTLED appears only in a hidden comment), and the one that the Adobe plugin treats as
    /// success. A late decline by the processor is DECLINED, with PROCESSING_FAILED to distinguish it from an immediate
    /// decline.
    /// </summary>
    private static string ToState(CreditStatus status) => status switch
    {
        CreditStatus.Authorized => Authorized,
        CreditStatus.Settled => Captured,
        CreditStatus.Declined or CreditStatus.Failed => Declined,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No such status."),
    };

    private static CardBody? ToCard(CardSummary? card) => card is null
        ? null
        : new CardBody(card.Bin, card.Last4, card.Scheme, card.ExpirationMonth, card.ExpirationYear);

    private static PaymentReceipt ToReceipt(Credit credit, CreditStatus status, Merchant merchant) => new(
        status is CreditStatus.Authorized or CreditStatus.Settled
            ? new ApprovedAmount(credit.Amount.ToDecimal(), credit.Amount.Currency.Code)
            : null,
        merchant.Name,
        merchant.Address,
        merchant.City,
        merchant.StateOrProvince,
        merchant.PostalCode,
        merchant.Country,
        merchant.Url,
        status == CreditStatus.Failed ? ToFailureDetails(credit) : ToDetails(credit));

    private static ProcessorResponseDetails ToDetails(Credit credit) => credit.Answer switch
    {
        CreditAnswer.Approved approved => Details(
            credit, ResponseCode.Approval, ResponseCode.ApprovalMessage, ResponseCode.HostApproval) with
        {
            ApprovalStatus = Approved,
            ApprovalCode = approved.ApprovalCode,
            SchemeTransactionId = approved.Reference,
        },
        CreditAnswer.Declined { Decline: var decline } => Details(
            credit, ResponseCode.From(decline), decline.Message, ResponseCode.OfHost(decline)) with
        {
            ApprovalStatus = Declined,
        },
        var other => throw new InvalidOperationException($"No such answer: {other}."),
    };

    private static ProcessorResponseDetails Details(Credit credit, string code, string message, string hostCode) =>
        Details(credit) with
        {
            ResponseCode = code,
            ResponseMessage = message,
            HostResponseCode = hostCode,
            HostResponseMessage = message,
            BankAssociationDetails = new BankAssociationDetails(code, FormatTime(credit)),
        };

    /// <summary>No codes: those of the approval would mislead, and those of the late decline are not stored.</summary>
    private static ProcessorResponseDetails ToFailureDetails(Credit credit) => Details(credit) with
    {
        ApprovalStatus = ProcessingFailed,
        SchemeTransactionId = (credit.Answer as CreditAnswer.Approved)?.Reference,
    };

    private static ProcessorResponseDetails Details(Credit credit) =>
        new("", null, null, "FISERV", "NASHVILLE", null, null, null, null, FormatTime(credit), null);

    private static string FormatTime(Credit credit) =>
        credit.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
