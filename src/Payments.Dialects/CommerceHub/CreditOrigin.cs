using System.Collections.Immutable;

namespace Payments.Dialects.CommerceHub;

/// <summary>
/// What the merchant sent about itself and the transaction, stored with the credit so that it can be returned in later
/// responses. The ledger stores it as plain name/value pairs: the names must never change.
/// </summary>
/// <param name="ClientRequestId">The header that makes the request idempotent.</param>
/// <param name="SourceType">Such as <c>PaymentCard</c>.</param>
/// <param name="Origin">Such as <c>ECOM</c>.</param>
/// <param name="MerchantId">The merchant's id.</param>
/// <param name="TerminalId">The terminal's id.</param>
/// <param name="MerchantInvoiceNumber">The merchant's invoice number.</param>
/// <param name="MerchantTransactionId">The merchant's own id of the transaction.</param>
/// <param name="MerchantOrderId">The merchant's order id, if one was sent.</param>
internal sealed record CreditOrigin(
    string ClientRequestId,
    string SourceType,
    string Origin,
    string? MerchantId,
    string? TerminalId,
    string? MerchantInvoiceNumber,
    string? MerchantTransactionId,
    string? MerchantOrderId)
{
    private const string ClientRequestIdName = "clientRequestId";
    private const string SourceTypeName = "sourceType";
    private const string OriginName = "origin";
    private const string MerchantIdName = "merchantId";
    private const string TerminalIdName = "terminalId";
    private const string InvoiceNumberName = "merchantInvoiceNumber";
    private const string TransactionIdName = "merchantTransactionId";
    private const string OrderIdName = "merchantOrderId";

    public static CreditOrigin Read(ImmutableDictionary<string, string> stored) => new(
        stored[ClientRequestIdName],
        stored[SourceTypeName],
        stored[OriginName],
        stored.GetValueOrDefault(MerchantIdName),
        stored.GetValueOrDefault(TerminalIdName),
        stored.GetValueOrDefault(InvoiceNumberName),
        stored.GetValueOrDefault(TransactionIdName),
        stored.GetValueOrDefault(OrderIdName));

    /// <summary>The pairs to store; values that were not sent are left out.</summary>
    public ImmutableDictionary<string, string> Write()
    {
        var stored = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var (name, text) in new[]
        {
            (ClientRequestIdName, ClientRequestId),
            (SourceTypeName, SourceType),
            (OriginName, Origin),
            (MerchantIdName, MerchantId),
            (TerminalIdName, TerminalId),
            (InvoiceNumberName, MerchantInvoiceNumber),
            (TransactionIdName, MerchantTransactionId),
            (OrderIdName, MerchantOrderId),
        })
        {
            if (text is not null) stored.Add(name, text);
        }

        return stored.ToImmutable();
    }
}
