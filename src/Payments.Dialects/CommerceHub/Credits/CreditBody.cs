using System.Text.Json.Serialization;

namespace Payments.Dialects.CommerceHub.Credits;

/// <summary>The response body of a credit (commerce-hub-credits.md, part 4). Null values are left out.</summary>
internal sealed record CreditBody(
    GatewayResponse GatewayResponse,
    SourceBody Source,
    PaymentReceipt PaymentReceipt,
    TransactionDetailsBody TransactionDetails,
    MerchantDetails? MerchantDetails);

internal sealed record GatewayResponse(
    string TransactionType,
    string TransactionState,
    string TransactionOrigin,
    ProcessingDetails TransactionProcessingDetails);

internal sealed record ProcessingDetails(
    string TransactionTimestamp, string OrderId, string ApiTraceId, string ClientRequestId, string TransactionId);

internal sealed record SourceBody(string SourceType, CardBody? Card);

/// <summary>The card data that may be returned.</summary>
internal sealed record CardBody(
    string? Bin,
    [property: JsonPropertyName("last4")] string? Last4,
    string? Scheme,
    string? ExpirationMonth,
    string? ExpirationYear);

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

/// <param name="Total">A JSON number with the currency's decimals.</param>
/// <param name="Currency">ISO 4217.</param>
internal sealed record ApprovedAmount(decimal Total, string Currency);

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

/// <summary>The card scheme's response.</summary>
internal sealed record BankAssociationDetails(string AssociationResponseCode, string TransactionTimestamp);

/// <summary>The merchant's own ids of the transaction.</summary>
internal sealed record TransactionDetailsBody(
    bool CaptureFlag, string? MerchantTransactionId, string? MerchantOrderId, string? MerchantInvoiceNumber);
