using System.Collections.Immutable;

namespace Payments.Dialects.CommerceHub;

/// <summary>
/// What the merchant said of itself and of the transaction: kept with the credit to be answered again. The ledger knows
/// it only as names and texts, and stores it so: the names must never change.
/// </summary>
/// <param name="ClientRequestId">The header that makes the request repeatable.</param>
/// <param name="SourceType">Such as <c>PaymentCard</c>.</param>
/// <param name="Origin">Such as <c>ECOM</c>.</param>
/// <param name="MerchantId">The merchant.</param>
/// <param name="TerminalId">The terminal.</param>
/// <param name="MerchantInvoiceNumber">The merchant's invoice.</param>
/// <param name="MerchantTransactionId">The merchant's own id of it.</param>
/// <param name="MerchantOrderId">The merchant's order, where one was named.</param>
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

    /// <summary>From what was stored with a credit.</summary>
    public static CreditOrigin Read(ImmutableDictionary<string, string> stored) => new(
        stored[ClientRequestIdName],
        stored[SourceTypeName],
        stored[OriginName],
        stored.GetValueOrDefault(MerchantIdName),
        stored.GetValueOrDefault(TerminalIdName),
        stored.GetValueOrDefault(InvoiceNumberName),
        stored.GetValueOrDefault(TransactionIdName),
        stored.GetValueOrDefault(OrderIdName));

    /// <summary>As it is stored; what was not said is left out.</summary>
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
