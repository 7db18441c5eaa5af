using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.ScriptedProcessors.CommerceHub;

/// <summary>A transaction in the gateway's books.</summary>
public sealed class ScriptedTransaction
{
    public required string Id { get; init; }

    /// <summary>The request's, and the merchant's id for it.</summary>
    public required string RequestId { get; init; }

    /// <summary>CHARGE, CAPTURE, REFUND or CANCEL.</summary>
    public required string Type { get; init; }

    public required string State { get; set; }

    public required decimal Amount { get; init; }

    public required string Currency { get; init; }

    /// <summary>What it draws on; null if on nothing.</summary>
    public ScriptedTransaction? Target { get; init; }

    /// <summary>What later transactions have drawn on it.</summary>
    public decimal Used { get; set; }

    public string ResponseCode { get; set; } = "000";
}

/// <summary>
/// One merchant's account at the Commerce Hub gateway, after docs/reference/commerce-hub-credits.md: charges, captures,
/// refunds, cancels and inquiries, signed, each executed once per request id within five minutes. Its books say what
/// was paid.
/// </summary>
public sealed class ScriptedCommerceHub(TimeProvider time) : ScriptedServer(time)
{
    public const string ApiKey = "scripted-api-key";
    public const string Secret = "scripted-secret";
    public const string GoodToken = "1234123412340000";
    public const string DeclinedToken = "1234123412340008";

    /// <summary>Refunds of a charge on this token wait until the books say otherwise.</summary>
    public const string WaitingToken = "1234123412340002";

    private const string Prefix = "/ch/payments/v1/";

    /// <summary>How long a request id is known, and how old a timestamp may be.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, (ScriptedReply Reply, DateTimeOffset At)> _answered = [];
    private readonly HashSet<string> _waitingCharges = [];
    private int _ids;

    /// <summary>Oldest first.</summary>
    public List<ScriptedTransaction> Transactions { get; } = [];

    /// <summary>What was captured in a currency.</summary>
    public decimal Captured(string currency) => Sum("CAPTURE", currency);

    /// <summary>What was refunded in a currency, or is about to be.</summary>
    public decimal Refunded(string currency) => Sum("REFUND", currency);

    /// <inheritdoc/>
    protected override bool MovesMoney(ScriptedRequest request) =>
        !request.Path.EndsWith("transaction-inquiry", StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override ScriptedReply Execute(ScriptedRequest request)
    {
        if (!IsSigned(request)) return Error(401, "APIM", null, "The signature is wrong.");
        if (!request.Path.StartsWith(Prefix, StringComparison.Ordinal))
            return Error(404, "APIM", null, "There is no such path.");
        var id = request.Header("Client-Request-Id");
        if (_answered.TryGetValue(id, out var known) && Time.GetUtcNow() - known.At < Window) return known.Reply;
        var reply = Answer(request.Path[Prefix.Length..], id, JsonNode.Parse(request.Body)!.AsObject());
        if (reply.Status < 300) _answered[id] = (reply, Time.GetUtcNow());
        return reply;
    }

    /// <inheritdoc/>
    protected override ScriptedReply Fail(ScriptedRequest request, int status) =>
        Error(status, status == 429 ? "APIM" : "GATEWAY", status == 500 ? "703" : null, "The gateway is in trouble.");

    private decimal Sum(string type, string currency) => Transactions
        .Where(found => found.Type == type && found.Currency == currency && found.State is ("CAPTURED" or "PENDING"))
        .Sum(found => found.Amount);

    private bool IsSigned(ScriptedRequest request)
    {
        var (id, timestamp) = (request.Header("Client-Request-Id"), request.Header("Timestamp"));
        if (request.Header("Api-Key") != ApiKey || request.Header("Auth-Token-Type") != "HMAC") return false;
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var at)) return false;
        if ((Time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(at)).Duration() > Window) return false;
        var signed = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(ApiKey + id + timestamp + request.Body));
        return request.Header("Authorization") == Convert.ToBase64String(signed);
    }

    private ScriptedReply Answer(string operation, string requestId, JsonObject body)
    {
        if (operation == "transaction-inquiry") return Inquire(body);
        var reference = (string?)body["referenceTransactionDetails"]?["referenceTransactionId"];
        var target = Transactions.Find(found => found.Id == reference);
        if (reference is not null && target is null) return Error(400, "GATEWAY", "764", "Not found.");
        var captures = (bool?)body["transactionDetails"]?["captureFlag"] ?? true;
        var made = new ScriptedTransaction
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{++_ids:x32}"),
            RequestId = (string?)body["transactionDetails"]?["merchantTransactionId"] ?? requestId,
            Type = operation switch
            {
                "charges" => target is null ? "CHARGE" : "CAPTURE",
                "cancels" => "CANCEL",
                _ => "REFUND",
            },
            State = captures ? "CAPTURED" : "AUTHORIZED",
            Amount = (decimal)body["amount"]!["total"]!,
            Currency = (string)body["amount"]!["currency"]!,
            Target = target,
        };
        return Check(made) ?? Book(made, (string?)body["source"]?["tokenData"]);
    }

    private static ScriptedReply? Check(ScriptedTransaction made)
    {
        if (made.Target is not { } target) return null;
        if (target.Currency != made.Currency) return Error(400, "GATEWAY", "804", "Another currency.");
        if (target.State == "VOIDED") return Error(400, "GATEWAY", made.Type == "REFUND" ? "837" : "830", "Voided.");
        return made.Amount > target.Amount - target.Used ? Error(400, "GATEWAY", "810", "Too much.") : null;
    }

    private ScriptedReply Book(ScriptedTransaction made, string? token)
    {
        if (token == DeclinedToken) (made.State, made.ResponseCode) = ("DECLINED", "008");
        if (token == WaitingToken) _waitingCharges.Add(made.Id);
        if (made.Target is { } target)
        {
            if (_waitingCharges.Contains(target.Id)) _waitingCharges.Add(made.Id);
            if (made.Type == "REFUND" && _waitingCharges.Contains(target.Id)) made.State = "PENDING";
            target.Used += made.Amount;
            if (made.Type == "CANCEL") (target.State, made.State) = ("VOIDED", "VOIDED");
        }

        Transactions.Add(made);
        return new ScriptedReply(201, JsonSerializer.Serialize(Show(made)));
    }

    private ScriptedReply Inquire(JsonObject body)
    {
        var reference = body["referenceTransactionDetails"]!.AsObject();
        var id = (string?)reference["referenceTransactionId"];
        var requestId = (string?)reference["referenceMerchantTransactionId"];
        var found = Transactions.Where(made => made.Id == id || made.RequestId == requestId).Select(Show).ToList();
        return found.Count > 0
            ? new ScriptedReply(201, JsonSerializer.Serialize(found))
            : Error(400, "GATEWAY", "764", "Not found.");
    }

    private static object Show(ScriptedTransaction made) => new
    {
        gatewayResponse = new
        {
            transactionType = made.Type,
            transactionState = made.State,
            transactionProcessingDetails = new { transactionId = made.Id, clientRequestId = made.RequestId },
        },
        paymentReceipt = new
        {
            approvedAmount = made.State == "DECLINED" ? null : new { total = made.Amount, currency = made.Currency },
            processorResponseDetails = new
            {
                approvalStatus = made.State switch
                {
                    "DECLINED" => "DECLINED",
                    "PENDING" => "WAITING",
                    _ => "APPROVED",
                },
                approvalCode = made.State == "DECLINED" ? null : "OK1107",
                responseCode = made.ResponseCode,
                responseMessage = made.State == "DECLINED" ? "Insufficient funds" : "APPROVAL",
            },
        },
        transactionDetails = new { merchantTransactionId = made.RequestId },
    };

    private static ScriptedReply Error(int status, string type, string? code, string message) =>
        new(status, JsonSerializer.Serialize(new { error = new[] { new { type, code, message } } }));
}
