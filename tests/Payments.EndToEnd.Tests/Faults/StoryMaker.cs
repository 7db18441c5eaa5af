using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.EndToEnd.Tests.Faults;

/// <summary>Stories of all three dialects, drawn from a seed; the scripted cards and amounts are among them.</summary>
[SuppressMessage("Security", "CA5394", Justification = "A run must be repeatable from its seed.")]
internal sealed class StoryMaker(Random random, string orderCloudToken)
{
    private const decimal Total = 20000m;

    // Slow, timed out after and before success, timed out thrice, declined, declined for good: the amounts of
    // src/Payments.Processors/README.md.
    private static readonly decimal[] Scripted = [6002m, 6001m, 6003m, 6004m, 5008m, 5030m];

    private static readonly string[] Cards =
        ["tok-visa", "tok-visa", "tok-visa", "tok-capture-timeout", "tok-refund-timeout", "tok-refund-slow"];

    /// <summary>An order paid and refunded through Flow: 13 refunds at once, of which some are too large.</summary>
    public Story ThroughFlow(string number)
    {
        var captures = Three(Total);
        return new Story(
            number,
            [
                [OrderOf(number)],
                [AuthorizationOf(number)],
                [.. captures.Select((amount, n) => CaptureOf(number, n, amount))],
                [
                    .. Enumerable.Range(0, 10).Select(n => RefundOf(number, n, Cents(1, 60_00))),
                    RefundOf(number, 10, Scripted[random.Next(Scripted.Length)]),
                    RefundOf(number, 11, captures.Max() + Cents(1, 10_00)),
                    RefundOf(number, 12, Total),
                ],
            ]);
    }

    /// <summary>
    /// An order whose payment and captures OrderCloud's client records, each with an Idempotency-Key, refunded through
    /// Flow.
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
                [OrderOf(number)],
                [
                    new Call(
                        Makes.OrderCloudPayment, number, Total,
                        () => Requests.OrderCloud(orderCloudToken, number, "", payment).With($"{number}-pay")),
                ],
                [.. Three(Total).Select((amount, n) => RecordedCapture(number, n, amount))],
                [.. Enumerable.Range(0, 5).Select(n => RefundOf(number, n, Cents(1, 60_00), $"{number}-once-{n}"))],
            ]);
    }

    /// <summary>Open credits through Commerce Hub, each under a request id of its own.</summary>
    public Story ThroughCommerceHub(string name) => new(
        null,
        [[.. Enumerable.Range(0, 4).Select(n => CreditOf($"{name}-{n}", n == 3 ? 6001m : Cents(1, 50_00)))]]);

    private static Call OrderOf(string number)
    {
        var body = new JsonObject { ["currency"] = "USD", ["total"] = Total };
        return new Call(Makes.Order, number, Total, () => Requests.Flow(HttpMethod.Put, $"orders/{number}", body));
    }

    private Call AuthorizationOf(string number)
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
        return Posting(Makes.Authorization, "authorizations", $"{number}-auth", Total, body);
    }

    private static Call CaptureOf(string number, int n, decimal amount) => Posting(
        Makes.Capture, "captures", $"{number}-cap-{n}", amount,
        new JsonObject { ["authorization_id"] = $"{number}-auth", ["key"] = $"{number}-cap-{n}", ["amount"] = amount });

    private static Call RefundOf(string number, int n, decimal amount, string? idempotencyKey = null) => Posting(
        Makes.Refund, "refunds", $"{number}-ref-{n}", amount,
        new JsonObject { ["order_number"] = number, ["key"] = $"{number}-ref-{n}", ["amount"] = amount },
        idempotencyKey);

    private Call RecordedCapture(string number, int n, decimal amount)
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
            Makes.OrderCloudCapture, $"{number}-t-{n}", amount,
            () => Requests.OrderCloud(orderCloudToken, number, "/p-1/transactions", body).With($"{number}-t-{n}"));
    }

    private static Call CreditOf(string id, decimal amount) =>
        new(Makes.Credit, id, amount, () => Requests.Credit(id, amount));

    private static Call Posting(
        Makes makes, string path, string key, decimal amount, JsonObject body, string? idempotencyKey = null) =>
        new(makes, key, amount, () => Requests.Flow(HttpMethod.Post, path, body).With(idempotencyKey));

    private decimal Cents(int least, int most) => random.Next(least, most) / 100m;

    private decimal[] Three(decimal total)
    {
        var first = 6000m + Cents(100_00, 2000_00);
        var second = 5000m + Cents(1, 1000_00);
        return [first, second, total - first - second];
    }
}
