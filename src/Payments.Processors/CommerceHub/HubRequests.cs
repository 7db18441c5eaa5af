using System.Globalization;
using System.Text.Json.Nodes;
using Payments.Handlers.Ports;

namespace Payments.Processors.CommerceHub;

/// <summary>The requests that operations are made of (docs/reference/commerce-hub-credits.md).</summary>
internal static class HubRequests
{
    public const string Inquiry = "payments/v1/transaction-inquiry";
    private const string Charges = "payments/v1/charges";
    private const string Cancels = "payments/v1/cancels";
    private const string Refunds = "payments/v1/refunds";
    private const string CaptureFlag = "captureFlag";

    /// <summary>The path and the body of an operation's request; null if the gateway can't execute it.</summary>
    public static (string Path, JsonObject Body)? Find(
        ProcessorOperation operation, CommerceHubAccount account, string requestId) => operation switch
        {
            AuthorizeFunds authorize => (Charges, Create(operation, account, requestId, captures: false, new()
            {
                ["source"] = CreateSource(authorize.Token, account.TokenSource, expiry: null),
            })),
            CaptureFunds capture => (Charges, Create(
                operation, account, requestId, captures: true, ReferTo(capture.Authorization))),
            ReleaseFunds release => (Cancels, Create(
                operation, account, requestId, captures: null, ReferTo(release.Authorization))),
            RefundFunds refund => (Refunds, Create(
                operation, account, requestId, captures: true, ReferTo(refund.Capture))),
            AuthorizeCredit { Instrument: CreditInstrument.Token token } => (
                Refunds,
                Create(operation, account, requestId, captures: false, new()
                {
                    ["source"] = CreateSource(token.Data, token.Source ?? account.TokenSource, token.Expiry),
                })),
            AuthorizeCredit => null,
            SettleFunds settle => (Refunds, Create(
                operation, account, requestId, captures: true, ReferTo(settle.Credit))),
            _ => throw new ArgumentException($"Unsupported: {operation.GetType().Name}.", nameof(operation)),
        };

    /// <summary>Asks for what an operation's request made.</summary>
    public static JsonObject AskForRequest(CommerceHubAccount account, string requestId) =>
        Ask(account, "referenceMerchantTransactionId", requestId);

    /// <summary>Asks for a transaction.</summary>
    public static JsonObject AskForTransaction(CommerceHubAccount account, string transaction) =>
        Ask(account, "referenceTransactionId", transaction);

    private static JsonObject Ask(CommerceHubAccount account, string reference, string value) => new()
    {
        ["referenceTransactionDetails"] = new JsonObject { [reference] = value },
        ["merchantDetails"] = CreateMerchant(account),
    };

    private static JsonObject Create(
        ProcessorOperation operation,
        CommerceHubAccount account,
        string requestId,
        bool? captures,
        JsonObject body)
    {
        var details = new JsonObject { ["merchantTransactionId"] = requestId };
        if (captures is { } flag)
            details[CaptureFlag] = flag;
        else
            details["reversalReasonCode"] = "VOID";
        body["amount"] = new JsonObject
        {
            ["total"] = operation.Amount.ToDecimal(),
            ["currency"] = operation.Amount.Currency.Code,
        };
        body["transactionDetails"] = details;
        body["merchantDetails"] = CreateMerchant(account);
        return body;
    }

    private static JsonObject ReferTo(string transaction) => new()
    {
        ["referenceTransactionDetails"] = new JsonObject { ["referenceTransactionId"] = transaction },
    };

    private static JsonObject CreateSource(string token, string source, CardExpiry? expiry)
    {
        var created = new JsonObject
        {
            ["sourceType"] = "PaymentToken",
            ["tokenData"] = token,
            ["tokenSource"] = source,
        };
        if (expiry is null) return created;
        created["card"] = new JsonObject
        {
            ["expirationMonth"] = expiry.Month.ToString("D2", CultureInfo.InvariantCulture),
            ["expirationYear"] = expiry.Year.ToString("D4", CultureInfo.InvariantCulture),
        };
        return created;
    }

    private static JsonObject CreateMerchant(CommerceHubAccount account) => new()
    {
        ["merchantId"] = account.MerchantId,
        ["terminalId"] = account.TerminalId,
    };
}
