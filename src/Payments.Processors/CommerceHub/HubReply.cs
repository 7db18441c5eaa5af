using System.Globalization;
using System.Text.Json;
using Payments.Ledger.Currencies;

namespace Payments.Processors.CommerceHub;

/// <summary>A reply of the gateway, of which nothing is certain to be there.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Json">The body; null if it is not JSON.</param>
internal sealed record HubReply(int Status, JsonElement? Json)
{
    /// <summary>Whether the request was executed, or declined by the card's bank.</summary>
    public bool IsAnswer => Status is >= 200 and < 300 && Json is not null;

    /// <summary>The code of the first error; null if there is none, as from the gateway's front door.</summary>
    public string? FindErrorCode()
    {
        var errors = Find(Json, "error") ?? Find(Json, "gatewayResponse", "error");
        var first = errors switch
        {
            { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() > 0 => list[0],
            { ValueKind: JsonValueKind.Object } single => single,
            _ => (JsonElement?)null,
        };
        return Text(first, "code");
    }

    /// <summary>The transactions of an inquiry's reply; null if it has no list.</summary>
    public IReadOnlyList<HubTransaction>? ListTransactions() => Json switch
    {
        { ValueKind: JsonValueKind.Array } list =>
            [.. list.EnumerateArray().Select(found => new HubTransaction(found))],
        _ => null,
    };

    internal static JsonElement? Find(JsonElement? json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (json is not { ValueKind: JsonValueKind.Object } found || !found.TryGetProperty(name, out var inner))
                return null;
            json = inner;
        }

        return json;
    }

    internal static string? Text(JsonElement? json, params ReadOnlySpan<string> path) => Find(json, path) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };
}

/// <summary>A transaction as the gateway shows it, in a reply of its own or in that of an inquiry.</summary>
internal sealed record HubTransaction(JsonElement Json)
{
    private const string Gateway = "gatewayResponse";
    private const string Processing = "transactionProcessingDetails";
    private const string Receipt = "paymentReceipt";
    private const string Response = "processorResponseDetails";

    /// <summary>Its id, which later operations name.</summary>
    public string? Id => HubReply.Text(Json, Gateway, Processing, "transactionId");

    /// <summary>Such as <c>CAPTURED</c>.</summary>
    public string? State => HubReply.Text(Json, Gateway, "transactionState");

    /// <summary>Such as <c>APPROVED</c>.</summary>
    public string? ApprovalStatus => FindResponse("approvalStatus");

    /// <summary>Such as <c>OK1107</c>; empty if the gateway does not say.</summary>
    public string ApprovalCode => FindResponse("approvalCode") ?? "";

    /// <summary>Three digits.</summary>
    public string? ResponseCode => FindResponse("responseCode");

    /// <summary>For people.</summary>
    public string? ResponseMessage => FindResponse("responseMessage");

    /// <summary>Whether it was made by the request of this id.</summary>
    public bool IsOf(string requestId) =>
        HubReply.Text(Json, "transactionDetails", "merchantTransactionId") == requestId
        || HubReply.Text(Json, Gateway, Processing, "clientRequestId") == requestId;

    /// <summary>The amount that was approved; null if the gateway does not say.</summary>
    public Money? FindApprovedAmount() =>
        Currency.TryParse(HubReply.Text(Json, Receipt, "approvedAmount", "currency"), out var currency)
        && decimal.TryParse(
            HubReply.Text(Json, Receipt, "approvedAmount", "total"),
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var total)
        && Money.TryFromDecimal(total, currency, out var money)
            ? money
            : null;

    /// <summary>Some replies have the processor's response outside the receipt.</summary>
    private string? FindResponse(string name) =>
        HubReply.Text(Json, Receipt, Response, name) ?? HubReply.Text(Json, Response, name);
}
