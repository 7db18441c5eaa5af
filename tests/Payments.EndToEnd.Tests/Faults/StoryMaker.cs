using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.EndToEnd.Tests.Faults;

/// <summary>
/// Creates stories with all three APIs from a seed; they include the sandbox's test cards and amounts.
/// </summary>
[SuppressMessage("Security", "CA5394", Justification = "A run must be repeatable from its seed.")]
internal sealed class StoryMaker(Random random, string orderCloudToken)
{
    private const decimal Total = 20000m;

    // Slow, timed out after success, before success, and three times, declined, declined permanently
    // (src/Payments.Processors/README.md).
    private static readonly decimal[] Scripted = [6002m, 6001m, 6003m, 6004m, 5008m, 5030m];

    private static readonly string[] Cards =
        ["tok-visa", "tok-visa", "tok-visa", "tok-capture-timeout", "tok-refund-timeout", "tok-refund-slow"];

    /// <summary>An order paid and refunded through Flow: 13 refunds at once, some of them too large.</summary>
    public Story ThroughFlow(string number)
    {
        var captures = Three(Total);
        return new Story(
            number,
            [
                [CreateOrder(number)],
                [CreateAuthorization(number)],
                [.. captures.Select((amount, n) => CreateCapture(number, n, amount))],
                [
                    .. Enumerable.Range(0, 10).Select(n => CreateRefund(number, n, Cents(1, 60_00))),
                    CreateRefund(number, 10, Scripted[random.Next(Scripted.Length)]),
                    CreateRefund(number, 11, captures.Max() + Cents(1, 10_00)),
                    CreateRefund(number, 12, Total),
                ],
            ]);
    }

    /// <summary>
    /// An order whose payment and captures are recorded through OrderCloud, each with an Idempotency-Key, and which is
    /// refunded through Flow.
    /// </summary>
    public Story ThroughOrderCloud(string number)
    {
        var payment = new JsonObject
        {
            ["ID"] = "p-1",
            ["Type"] = "CreditCard",
            ["Amount"] = Total,
            ["Accepted"] = true,
            ["CreditCardID"] = "card-1",
        };
        return new Story(
            number,
            [
                [CreateOrder(number)],
                [
                    new Call(
                        ResourceKind.OrderCloudPayment, number, Total,
                        () => Requests.OrderCloud(orderCloudToken, number, "", payment).WithKey($"{number}-pay")),
                ],
                [.. Three(Total).Select((amount, n) => RecordCapture(number, n, amount))],
                [.. Enumerable.Range(0, 5).Select(n => CreateRefund(number, n, Cents(1, 60_00), $"{number}-once-{n}"))],
            ]);
    }

    /// <summary>Open credits through Commerce Hub, each with its own request id.</summary>
    public Story ThroughCommerceHub(string name) => new(
        null,
        [[.. Enumerable.Range(0, 4).Select(n => CreateCredit($"{name}-{n}", n == 3 ? 6001m : Cents(1, 50_00)))]]);

    private static Call CreateOrder(string number)
    {
        var body = new JsonObject { ["currency"] = "USD", ["total"] = Total };
        return new Call(
            ResourceKind.Order, number, Total, () => Requests.Flow(HttpMethod.Put, $"orders/{number}", body));
    }

    private Call CreateAuthorization(string number)
    {
        var body = new JsonObject
        {
            ["discriminator"] = "merchant_of_record_authorization_form",
            ["key"] = $"{number}-auth",
            ["token"] = Cards[random.Next(Cards.Length)],
            ["order_number"] = number,
            ["amount"] = Total,
            ["currency"] = "USD",
        };
        return Post(ResourceKind.Authorization, "authorizations", $"{number}-auth", Total, body);
    }

    private static Call CreateCapture(string number, int n, decimal amount) => Post(
        ResourceKind.Capture, "captures", $"{number}-cap-{n}", amount,
        new JsonObject { ["authorization_id"] = $"{number}-auth", ["key"] = $"{number}-cap-{n}", ["amount"] = amount });

    private static Call CreateRefund(string number, int n, decimal amount, string? idempotencyKey = null) => Post(
        ResourceKind.Refund, "refunds", $"{number}-ref-{n}", amount,
        new JsonObject { ["order_number"] = number, ["key"] = $"{number}-ref-{n}", ["amount"] = amount },
        idempotencyKey);

    private Call RecordCapture(string number, int n, decimal amount)
    {
        var body = new JsonObject
        {
            ["ID"] = $"t-{n}",
            ["Type"] = "CreditCardCapture",
            ["Amount"] = amount,
            ["Succeeded"] = true,
            ["DateExecuted"] = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture),
            ["ResultCode"] = "00",
            ["ResultMessage"] = "ok",
        };
        return new Call(
            ResourceKind.OrderCloudCapture, $"{number}-t-{n}", amount,
            () => Requests.OrderCloud(orderCloudToken, number, "/p-1/transactions", body).WithKey($"{number}-t-{n}"));
    }

    private static Call CreateCredit(string id, decimal amount) =>
        new(ResourceKind.Credit, id, amount, () => Requests.Credit(id, amount));

    private static Call Post(
        ResourceKind kind, string path, string key, decimal amount, JsonObject body, string? idempotencyKey = null) =>
        new(kind, key, amount, () => Requests.Flow(HttpMethod.Post, path, body).WithKey(idempotencyKey));

    private decimal Cents(int least, int most) => random.Next(least, most) / 100m;

    private decimal[] Three(decimal total)
    {
        var first = 6000m + Cents(100_00, 2000_00);
        var second = 5000m + Cents(1, 1000_00);
        return [first, second, total - first - second];
    }
}
