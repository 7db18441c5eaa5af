using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Payments.ScriptedProcessors.Stripe;

namespace Payments.Launcher.Demo;

/// <summary>
/// An order paid through Stripe, whose part is scripted: it holds one part of a refund, ends it, and takes it back days
/// later. Every value is checked, and Stripe's books, the events that the shop got, and the refund's trace at the end.
/// </summary>
internal sealed class StripeStory(
    StorefrontClient shop,
    ShopEvents events,
    ScriptedStripe stripe,
    DemoTrace trace,
    HttpClient http,
    Expectations expect,
    TextWriter output)
{
    private const string Order = "demo-2001";
    private const string Refund = "refund-1";
    private const long Held = 25_00;

    /// <summary>How long the service may take for all of it; normally a few seconds.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>What the shop is to hear of it. That a part is pending is no event.</summary>
    private static readonly string[] Events =
    [
        "authorization.authorized.v1", "capture.succeeded.v1", "capture.succeeded.v1", "capture.succeeded.v1",
        "refund.requested.v1", "refund.succeeded.v1", "refund.reversed.v1", "refund.succeeded.v1",
    ];

    /// <summary>
    /// What the refund's trace has at least: its request, three parts at Stripe, Stripe's four notifications of what
    /// became of one of them, and four events.
    /// </summary>
    private static readonly Dictionary<string, int> Spans = new()
    {
        ["function FlowPostRefund"] = 1,
        ["commit"] = 4,
        ["process ExecuteRefund"] = 1,
        ["RefundFunds at stripe"] = 3,
        ["function ProcessorNotification"] = 4,
        ["process ReviewRecord"] = 1,
        ["process DeliverEvent"] = 4,
        ["POST webhook"] = 4,
    };

    /// <summary>The settings with which the demo's organization is at this Stripe.</summary>
    public static Dictionary<string, string> CreateSettings(ScriptedStripe stripe) => new()
    {
        ["Organizations__0__Processor"] = "stripe",
        ["Organizations__0__LateFailures"] = "Reallocate",
        ["Processors__Stripe__Address"] = stripe.Address.AbsoluteUri,
        ["Processors__Stripe__Accounts__0__Organization"] = DemoCredentials.Organization,
        ["Processors__Stripe__Accounts__0__SecretKey"] = ScriptedStripe.SecretKey,
        ["Processors__Stripe__Accounts__0__WebhookSecrets__0"] = ScriptedStripe.WebhookSecret,
    };

    /// <summary>Plays the demo, then prints the events that the shop got, and the refund's trace.</summary>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        await events.RegisterAsync(cancellationToken);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            await PayAsync(timeout.Token);
            await RefundAsync(timeout.Token);
            await EndAsync(timeout.Token);
            await ReverseAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DemoFailedException($"It took more than {Timeout.TotalMinutes} minutes.");
        }

        expect.Equal("Stripe captured 120.00", 120_00L, stripe.Captured("usd"));
        expect.Equal("Stripe refunded 75.00, and not a cent twice", 75_00L, stripe.Refunded("usd"));
        Tell($"Stripe's books: captured {Show(stripe.Captured("usd"))}, refunded {Show(stripe.Refunded("usd"))}");
        await CheckEventsAsync(cancellationToken);
        output.WriteLine();
        output.WriteLine(
            "One trace of the refund, from the storefront's request to the last event; without what only reads, which "
            + "./run --trace shows.");
        output.WriteLine(
            "Stripe's notifications are in it because this demo sends them: Stripe's own begin other traces.");
        await trace.PrintAsync(Spans, output, cancellationToken);
    }

    /// <summary>Each event has the refund as it was then.</summary>
    private async Task CheckEventsAsync(CancellationToken cancellationToken)
    {
        var heard = await events.PrintAsync(Events, cancellationToken);
        var refunded = heard
            .Where(one => one.Type.StartsWith("payments.refund.", StringComparison.Ordinal))
            .Select(one => (string?)one.Data["refunded"]);
        expect.Equal("what the events say was refunded", "0.00, 75.00, 50.00, 75.00", string.Join(", ", refunded));
    }

    private async Task PayAsync(CancellationToken cancellationToken)
    {
        await shop.FlowAsync(
            HttpMethod.Put,
            $"orders/{Order}",
            new JsonObject { ["currency"] = "USD", ["total"] = 120.00m },
            201,
            cancellationToken);
        await shop.FlowAsync(
            HttpMethod.Post,
            "authorizations",
            new JsonObject
            {
                ["discriminator"] = "merchant_of_record_authorization_form",
                ["key"] = "card-1",
                ["token"] = StripeCards.Good,
                ["order_number"] = Order,
            },
            201,
            cancellationToken);
        Tell("a card is authorized for 120.00 at Stripe");
        foreach (var (key, amount) in new[] { ("capture-1", 50.00m), ("capture-2", 40.00m), ("capture-3", 30.00m) })
        {
            var capture = await shop.FlowAsync(
                HttpMethod.Post,
                "captures",
                new JsonObject { ["authorization_id"] = "card-1", ["key"] = key, ["amount"] = amount },
                201,
                cancellationToken);
            expect.Equal($"{key} succeeded", "succeeded", capture["status"]);
            Tell($"{key} takes {amount.ToString(CultureInfo.InvariantCulture)}");
        }
    }

    /// <summary>Stripe holds the part of 25.00 until the merchant's balance is filled.</summary>
    private async Task RefundAsync(CancellationToken cancellationToken)
    {
        stripe.HeldAmounts.Add(Held);
        await shop.FlowAsync(
            HttpMethod.Post,
            "refunds",
            new JsonObject { ["order_number"] = Order, ["key"] = Refund, ["amount"] = 75.00m, ["currency"] = "USD" },
            201,
            trace.TraceParent,
            cancellationToken);
        while (stripe.Refunds.Count < 2) await PauseAsync(cancellationToken);
        var refund = await ReadAsync(cancellationToken);
        expect.Equal("the refund waits for its pending part", "pending", refund["status"]);
        Tell("refund-1 of 75.00 takes 50.00 of capture-1 and 25.00 of capture-2, which Stripe holds: pending");
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        stripe.HeldAmounts.Clear();
        await TellShopAsync("refund.updated", "succeeded", cancellationToken);
        await WaitAsync(refund => (string?)refund["status"] == "succeeded", cancellationToken);
        Tell("Stripe pays it and says so: refund-1 has succeeded");
    }

    private async Task ReverseAsync(CancellationToken cancellationToken)
    {
        await TellShopAsync("refund.failed", "failed", cancellationToken);
        var refund = await WaitAsync(
            found => (string?)found["status"] == "succeeded" && Captures(found).Contains("capture-3"),
            cancellationToken);
        expect.Equal("the refund is still of 75.00", 75.00m, refund["amount"]);
        expect.Equal("capture-2 has its money back", false, Captures(refund).Contains("capture-2"));
        Tell("days later the card's bank sends the 25.00 back: they are refunded from capture-3 instead");
    }

    /// <summary>The part that Stripe held comes to this status, and the webhook is sent twice, as Stripe may.</summary>
    private async Task TellShopAsync(string type, string status, CancellationToken cancellationToken)
    {
        var refund = stripe.Refunds.Single(made => made is { Amount: Held });
        (refund.Status, refund.FailureReason) = (status, status == "failed" ? "declined" : null);
        for (var i = 0; i < 2; i++)
        {
            var (body, signature) = stripe.CreateEvent(type, refund);
            using var request = new HttpRequestMessage(
                HttpMethod.Post, $"/processors/stripe/{DemoCredentials.Organization}/notifications")
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            };
            request.Headers.TryAddWithoutValidation("Stripe-Signature", signature);
            request.Headers.Add("traceparent", trace.TraceParent);
            using var response = await http.SendAsync(request, cancellationToken);
            expect.Equal($"the webhook {type} is taken", 202, (int)response.StatusCode);
        }
    }

    private async Task<JsonNode> WaitAsync(Predicate<JsonNode> isAsWanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            var refund = await ReadAsync(cancellationToken);
            if (isAsWanted(refund)) return refund;
            await PauseAsync(cancellationToken);
        }
    }

    /// <summary>
    /// In the trace too: a read of what is open has the service ask Stripe, and so may be what learns the news.
    /// </summary>
    private Task<JsonNode> ReadAsync(CancellationToken cancellationToken) => shop.FlowAsync(
        HttpMethod.Get, $"refunds/{Refund}", null, 200, trace.TraceParent, cancellationToken);

    private static Task PauseAsync(CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);

    private static List<string?> Captures(JsonNode refund) =>
        [.. refund["captures"]!.AsArray().Select(part => (string?)part!["capture"]!["key"])];

    private static string Show(long cents) => (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private void Tell(string what) => output.WriteLine($"  · {what}");
}
