using Payments.Dialects.Wire.Reading;

namespace Payments.Dialects.CommerceHub.Credits;

/// <summary>The merchant's own ids of the transaction.</summary>
internal sealed record TransactionNames(string? TransactionId, string? OrderId, string? InvoiceNumber);

/// <summary>Reads <c>transactionDetails</c> (commerce-hub-credits.md, part 3.4).</summary>
internal static class TransactionFields
{
    private const int MaxIdLength = 128;
    private const string CaptureFlag = "captureFlag";

    private static readonly string[] Flags =
    [
        "createToken", "partialApproval", "accountVerification", "physicalGoodsIndicator",
        "duplicateTransactionCheckingIndicator",
    ];

    /// <summary>The fields that are stored; the others are only validated.</summary>
    public static TransactionNames Read(JsonForm request)
    {
        var details = request.Object("transactionDetails");
        if (details.Flag(CaptureFlag) is false)
        {
            details.AddErrorMessage(
                CaptureFlag, "A credit is captured at once: captureFlag can't be false.", ErrorCode.FeatureOff);
        }

        var names = new TransactionNames(
            details.Text("merchantTransactionId", MaxIdLength),
            details.Text("merchantOrderId", MaxIdLength, code: ErrorCode.OrderInvalid),
            details.Text("merchantInvoiceNumber", MaxIdLength, code: ErrorCode.InvoiceInvalid));
        details.Text("reversalReasonCode", 40);
        details.Text("retrievalReferenceNumber", 12);
        details.Text("processingCode", 6);
        details.Text("transactionCaptureType", 64);
        details.Text("operationType", 50);
        foreach (var flag in Flags) details.Flag(flag);
        return names;
    }
}
