using System.Text.Json.Serialization;

namespace Payments.Dialects.CommerceHub.Credits;

/// <summary>A credit as it is answered (commerce-hub-credits.md, part 4). What is null is left out.</summary>
internal sealed record CreditBody(
    GatewayResponse GatewayResponse,
    SourceBody Source,
    PaymentReceipt PaymentReceipt,
    TransactionDetailsBody TransactionDetails,
    MerchantDetails? MerchantDetails);

/// <summary>What the gateway made of it.</summary>
internal sealed record GatewayResponse(
    string TransactionType,
    string TransactionState,
    string TransactionOrigin,
    ProcessingDetails TransactionProcessingDetails);

/// <summary>Its names and its time.</summary>
internal sealed record ProcessingDetails(
    string TransactionTimestamp, string OrderId, string ApiTraceId, string ClientRequestId, string TransactionId);

/// <summary>Where it goes.</summary>
internal sealed record SourceBody(string SourceType, CardBody? Card);

/// <summary>What may be said of the card.</summary>
internal sealed record CardBody(
    string? Bin,
    [property: JsonPropertyName("last4")] string? Last4,
    string? Scheme,
    string? ExpirationMonth,
    string? ExpirationYear);

/// <summary>What goes on a receipt.</summary>
internal sealed record PaymentReceipt(
    ApprovedAmount? ApprovedAmount,
    string? MerchantName,
    string? MerchantAddress,
    string? MerchantCity,
    string? MerchantStateOrProvince,
    string? MerchantPostalCode,
    string? MerchantCountry,
    [property: JsonPropertyName("merchantURL")] string? MerchantUrl,
    ProcessorResponseDetails ProcessorResponseDetails);

/// <summary>A JSON number with the currency's decimals.</summary>
internal sealed record ApprovedAmount(decimal Total, string Currency);

/// <summary>What the processor said.</summary>
internal sealed record ProcessorResponseDetails(
    string ApprovalStatus,
    string? ApprovalCode,
    string? SchemeTransactionId,
    string Processor,
    string Host,
    string? ResponseCode,
    string? ResponseMessage,
    string? HostResponseCode,
    string? HostResponseMessage,
    string LocalTimestamp,
    BankAssociationDetails? BankAssociationDetails);

/// <summary>What the card's scheme said.</summary>
internal sealed record BankAssociationDetails(string AssociationResponseCode, string TransactionTimestamp);

/// <summary>The merchant's own names for it.</summary>
internal sealed record TransactionDetailsBody(
    bool CaptureFlag, string? MerchantTransactionId, string? MerchantOrderId, string? MerchantInvoiceNumber);
