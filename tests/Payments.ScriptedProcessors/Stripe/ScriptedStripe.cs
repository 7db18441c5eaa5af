using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Payments.ScriptedProcessors.Stripe;

/// <summary>
/// One account at Stripe, after Stripe's API reference: payments that are captured later, their captures, refunds and
/// disputes, and idempotency keys, which are known for 24 hours. Its books say what was paid.
/// </summary>
public sealed partial class ScriptedStripe(TimeProvider time) : ScriptedServer(time)
{
    public const string SecretKey = "sk_test_scripted";
    public const string WebhookSecret = "whsec_scripted";

    private const string Statements = "/v1/balance_transactions";
    private const string InvalidRequest = "invalid_request_error";

    /// <summary>How long a key is known. Stripe says at least 24 hours.</summary>
    public static readonly TimeSpan KeyRetention = TimeSpan.FromHours(24);

    private readonly Dictionary<string, (string Body, ScriptedReply Reply, DateTimeOffset At)> _keys = [];
    private int _ids;

    /// <summary>By id.</summary>
    public Dictionary<string, ScriptedPayment> Payments { get; } = [];

    /// <summary>Oldest first.</summary>
    public List<ScriptedRefund> Refunds { get; } = [];

    /// <summary>Oldest first.</summary>
    public List<ScriptedDispute> Disputes { get; } = [];

    /// <summary>Whether requests for balance transactions have scripted fates too.</summary>
    public bool ScriptsStatements { get; set; }

    /// <summary>What was booked on the account, oldest first.</summary>
    public List<ScriptedBalanceTransaction> Balance { get; } = [];

    /// <summary>Refunds of these amounts are held, whatever their card.</summary>
    public HashSet<long> HeldAmounts { get; } = [];

    /// <summary>What was captured of all payments in a currency, in Stripe's units.</summary>
    public long Captured(string currency) =>
        Payments.Values.Where(payment => payment.Currency == currency).Sum(payment => payment.Received);

    /// <summary>What was refunded, or is about to be, in a currency, in Stripe's units.</summary>
    public long Refunded(string currency) => Refunds
        .Where(refund => refund.IsStanding && refund.Payment.Currency == currency)
        .Sum(refund => refund.Amount);

    /// <summary>A dispute of a payment's charge.</summary>
    public ScriptedDispute OpenDispute(string payment, long amount)
    {
        var dispute = new ScriptedDispute
        {
            Id = NewId("dp_"),
            Payment = Payments[payment],
            Amount = amount,
            Status = "needs_response",
        };
        Disputes.Add(dispute);
        Book("adjustment", dispute, -amount, dispute.Payment.Currency);
        return dispute;
    }

    /// <summary>A dispute is decided; the money comes back if it is won.</summary>
    public void CloseDispute(ScriptedDispute dispute, bool isWon)
    {
        dispute.Status = isWon ? "won" : "lost";
        if (isWon) Book("adjustment", dispute, dispute.Amount, dispute.Payment.Currency);
    }

    /// <summary>A refund that was made, or is held, ends.</summary>
    public void EndRefund(ScriptedRefund refund, string? failureReason)
    {
        if (failureReason is not null && refund.IsStanding)
            Book("refund_failure", refund, refund.Amount, refund.Payment.Currency);
        (refund.Status, refund.FailureReason) = (failureReason is null ? "succeeded" : "failed", failureReason);
    }

    /// <summary>A refund that somebody makes by hand: it has none of a program's metadata.</summary>
    public ScriptedRefund RefundByHand(string payment, long amount)
    {
        var refund = new ScriptedRefund
        {
            Id = NewId("re_"),
            Payment = Payments[payment],
            Amount = amount,
            Status = "succeeded",
            Metadata = new Dictionary<string, string>(),
        };
        Refunds.Add(refund);
        Book("refund", refund, -amount, refund.Payment.Currency);
        return refund;
    }

    /// <summary>Books on the account.</summary>
    public void Book(string type, object? source, long amount, string currency) => Balance.Add(
        new ScriptedBalanceTransaction(NewId("txn_"), type, source, amount, currency, Time.GetUtcNow()));

    /// <summary>A webhook's body and its signature's header.</summary>
    public (string Body, string Signature) CreateEvent(string type, object about, string secret = WebhookSecret)
    {
        var body = JsonSerializer.Serialize(new
        {
            id = NewId("evt_"),
            @object = "event",
            api_version = "2026-07-29.dahlia",
            type,
            data = new
            {
                @object = about switch
                {
                    ScriptedPayment payment when type.StartsWith("charge", StringComparison.Ordinal) =>
                        StripeJson.CreateCharge(payment),
                    ScriptedPayment payment => StripeJson.Create(payment),
                    ScriptedRefund refund => StripeJson.Create(refund),
                    ScriptedDispute dispute => StripeJson.Create(dispute),
                    _ => about,
                },
            },
        });
        var at = Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signed = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at}.{body}"));
        return (body, $"t={at},v1={Convert.ToHexStringLower(signed)}");
    }

    /// <inheritdoc/>
    protected override bool MovesMoney(ScriptedRequest request) =>
        request.Method == "POST" || (ScriptsStatements && request.Path == Statements);

    /// <inheritdoc/>
    protected override ScriptedReply Execute(ScriptedRequest request)
    {
        if (request.Header("Authorization") != $"Bearer {SecretKey}")
            return StripeJson.Error(401, InvalidRequest, null, "Invalid API Key provided.");
        if (request.Method == "GET") return Read(request);
        var key = request.Header("Idempotency-Key");
        if (key.Length > 0 && _keys.TryGetValue(key, out var known) && Time.GetUtcNow() - known.At < KeyRetention)
        {
            return known.Body == request.Path + request.Body
                ? known.Reply
                : StripeJson.Error(
                    400,
                    "idempotency_error",
                    null,
                    "Keys for idempotent requests can only be used with the same parameters.");
        }

        var (reply, isExecuted) = Write(request);
        if (isExecuted) Keep(request, reply);
        return reply;
    }

    /// <inheritdoc/>
    protected override ScriptedReply Fail(ScriptedRequest request, int status) => status switch
    {
        409 => StripeJson.Error(409, InvalidRequest, "idempotency_key_in_use", "Another request has this key."),
        429 => StripeJson.Error(429, InvalidRequest, "rate_limit", "Too many requests."),
        _ => StripeJson.Error(status, "api_error", null, "An error at Stripe."),
    };

    /// <inheritdoc/>
    protected override void Replaced(ScriptedRequest request, ScriptedReply reply) => Keep(request, reply);

    private void Keep(ScriptedRequest request, ScriptedReply reply)
    {
        if (request.Header("Idempotency-Key") is { Length: > 0 } key)
            _keys[key] = (request.Path + request.Body, reply, Time.GetUtcNow());
    }

    private string NewId(string prefix) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}{Interlocked.Increment(ref _ids):D24}");

    private ScriptedReply Read(ScriptedRequest request)
    {
        var query = QueryHelpers.ParseQuery(request.Query);
        switch (request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            case ["v1", "payment_intents", var id]:
                return Payments.TryGetValue(id, out var payment)
                    ? StripeJson.Ok(StripeJson.Create(payment, query.ContainsKey("expand[0]")))
                    : Missing("payment_intent", id);
            case ["v1", "refunds", var id]:
                return Refunds.Find(refund => refund.Id == id) is { } found
                    ? StripeJson.Ok(StripeJson.Create(found))
                    : Missing("refund", id);
            case ["v1", "refunds"]:
                return List(
                    query,
                    Refunds.Where(refund => IsOf(refund.Payment, query)).Reverse(),
                    refund => refund.Id,
                    refund => StripeJson.Create(refund));
            case ["v1", "balance_transactions"]:
                var isExpanded = query.Any(entry => entry.Value == "data.source.payment_intent");
                return List(
                    query,
                    Balance.Where(booked => IsWithin(booked.Created, query)).Reverse(),
                    booked => booked.Id,
                    booked => StripeJson.Create(booked, isExpanded));
            case ["v1", "disputes"]:
                return List(
                    query,
                    Disputes.Where(dispute => IsOf(dispute.Payment, query)).Reverse(),
                    dispute => dispute.Id,
                    dispute => StripeJson.Create(dispute));
            default:
                return StripeJson.Error(404, InvalidRequest, "url_invalid", "Unrecognized request URL.");
        }
    }

    private static bool IsWithin(
        DateTimeOffset at, Dictionary<string, Microsoft.Extensions.Primitives.StringValues> query)
    {
        var second = at.ToUnixTimeSeconds();
        return (!query.TryGetValue("created[gte]", out var from)
                || second >= long.Parse(from!, CultureInfo.InvariantCulture))
            && (!query.TryGetValue("created[lt]", out var to)
                || second < long.Parse(to!, CultureInfo.InvariantCulture));
    }

    private static bool IsOf(
        ScriptedPayment payment, Dictionary<string, Microsoft.Extensions.Primitives.StringValues> query) =>
        query.TryGetValue("payment_intent", out var id) ? id == payment.Id
            : query.TryGetValue("charge", out var charge) && charge == payment.Charge;

    /// <summary>Newest first, a page at a time.</summary>
    private static ScriptedReply List<T>(
        Dictionary<string, Microsoft.Extensions.Primitives.StringValues> query,
        IEnumerable<T> all,
        Func<T, string> id,
        Func<T, object> create)
    {
        var limit = query.TryGetValue("limit", out var text) ? int.Parse(text!, CultureInfo.InvariantCulture) : 10;
        var rest = query.TryGetValue("starting_after", out var after)
            ? all.SkipWhile(item => id(item) != after).Skip(1)
            : all;
        var page = rest.Take(limit + 1).ToList();
        return StripeJson.Ok(new
        {
            @object = "list",
            data = page.Take(limit).Select(create),
            has_more = page.Count > limit,
            url = "/v1/list",
        });
    }

    private static ScriptedReply Missing(string kind, string id, string? parameter = null) => StripeJson.Error(
        parameter is null ? 404 : 400, InvalidRequest, "resource_missing", $"No such {kind}: '{id}'", parameter);
}
