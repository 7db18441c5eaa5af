using Payments.Dialects.Wire.Reading;

namespace Payments.Dialects.CommerceHub.Credits;

internal sealed record MerchantDetails(string? MerchantId, string? TerminalId);

/// <summary>
/// Reads <c>merchantDetails</c> (commerce-hub-credits.md, part 3.3). The credit page requires none of these fields; the
/// API key determines whose credit it is.
/// </summary>
internal static class MerchantFields
{
    private const int MaxIdLength = 1024;

    /// <summary>The fields that are stored; the others are only validated.</summary>
    public static MerchantDetails Read(JsonForm request)
    {
        var merchant = request.Object("merchantDetails");
        var details = new MerchantDetails(
            merchant.Text("merchantId", MaxIdLength), merchant.Text("terminalId", MaxIdLength));
        merchant.Text("storeId", MaxIdLength);
        merchant.Text("terminalLaneNumber", 16);
        merchant.Text("tokenType", 64);
        merchant.Text("siteTypeIndicator", 64);
        return details;
    }
}
