using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Launcher.Demo;

/// <summary>
/// The life of one order in a storefront, over HTTP and through all three APIs. Every value is checked.
/// </summary>
internal sealed class DemoStory(StorefrontClient shop, ShopEvents events, Expectations expect, TextWriter output)
{
    private const string Order = "demo-1001";

    /// <summary>What the shop is to hear of it.</summary>
    private static readonly string[] Events =
    [
        "credit_payment.created.v1", "authorization.authorized.v1", "capture.succeeded.v1", "capture.succeeded.v1",
        "refund.requested.v1", "refund.succeeded.v1", "credit.authorized.v1", "credit.settled.v1",
    ];

    /// <summary>How long the refund's allocation and execution may take; normally milliseconds.</summary>
    private static readonly TimeSpan RefundTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Plays the demo, then prints the ledger, and the events that the shop got.</summary>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        await events.RegisterAsync(cancellationToken);
        await RegisterAsync(cancellationToken);
        await PayAsync(cancellationToken);
        var refund = await RefundAsync(cancellationToken);
        await RejectAsync(cancellationToken);
        await CreditAsync(cancellationToken);
        await new LedgerTable(shop, expect, output)
            .PrintAsync(Order, ["capture-1", "capture-2"], [refund], cancellationToken);
        await events.PrintAsync(Events, cancellationToken);
    }

    private async Task RegisterAsync(CancellationToken cancellationToken)
    {
        var order = await shop.FlowAsync(
            HttpMethod.Put,
            $"orders/{Order}",
            new JsonObject { ["currency"] = "USD", ["total"] = 120.00m },
            201,
            cancellationToken);
        Tell($"order {Order} of {Amount(order["total"])} USD is registered");
    }

    private async Task PayAsync(CancellationToken cancellationToken)
    {
        await shop.FlowAsync(
            HttpMethod.Post,
            "credit/payments",
            new JsonObject
            {
                ["order_number"] = Order,
                ["description"] = "Store credit",
                ["amount"] = 20.00m,
                ["max"] = 20.00m,
                ["currency"] = "USD",
            },
            201,
            cancellationToken);
        Tell("store credit pays 20.00");

        var authorization = await shop.FlowAsync(
            HttpMethod.Post,
            "authorizations",
            new JsonObject
            {
                ["discriminator"] = "merchant_of_record_authorization_form",
                ["key"] = "card-1",
                ["token"] = "tok-visa",
                ["order_number"] = Order,
            },
            201,
            cancellationToken);
        expect.Equal("the authorization is for the rest after store credit", 100.00m, authorization["amount"]);
        Tell($"a card is authorized for the rest, {Amount(authorization["amount"])}");

        foreach (var (key, amount) in new[] { ("capture-1", 60.00m), ("capture-2", 40.00m) })
        {
            var capture = await shop.FlowAsync(
                HttpMethod.Post,
                "captures",
                new JsonObject
                {
                    ["authorization_id"] = authorization["id"]!.GetValue<string>(),
                    ["key"] = key,
                    ["amount"] = amount,
                    ["currency"] = "USD",
                },
                201,
                cancellationToken);
            expect.Equal($"{key} succeeded", "succeeded", capture["status"]);
            Tell($"{key} takes {Amount(capture["amount"])}");
        }
    }

    private async Task<JsonNode> RefundAsync(CancellationToken cancellationToken)
    {
        var authorization = await shop.FlowAsync(HttpMethod.Get, "authorizations/card-1", null, 200, cancellationToken);
        var refund = await shop.FlowAsync(
            HttpMethod.Post,
            "refunds",
            new JsonObject
            {
                ["authorization_id"] = authorization["id"]!.GetValue<string>(),
                ["key"] = "refund-1",
                ["amount"] = 75.00m,
                ["currency"] = "USD",
            },
            201,
            cancellationToken);
        expect.Equal("the refund is accepted", "pending", refund["status"]);

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(RefundTimeout);
        while (refund["status"]!.GetValue<string>() == "pending")
        {
            await Task.Delay(50, timeout.Token);
            refund = await shop.FlowAsync(HttpMethod.Get, "refunds/refund-1", null, 200, timeout.Token);
        }

        expect.Equal("the refund succeeded", "succeeded", refund["status"]);
        expect.Equal("the full amount was refunded", 75.00m, refund["amount"]);
        Tell($"refund-1 refunds {Amount(refund["amount"])}, from {refund["captures"]!.AsArray().Count} captures");
        await ExplainAsync(cancellationToken);
        return refund;
    }

    private async Task ExplainAsync(CancellationToken cancellationToken)
    {
        var trace = await shop.FlowAsync(
            HttpMethod.Get, "refunds/refund-1/allocations", null, 200, cancellationToken);
        foreach (var part in trace["allocations"]!.AsArray())
        {
            Tell($"  {Amount(part!["amount"])} of {part["capture"]!["key"]}, which had {Amount(part["available"])}: "
                + $"{part["reason"]}, {part["processor"]!["answer"]}");
        }

        expect.Equal(
            "the first allocation went to the capture with the most left",
            "most_left",
            trace["allocations"]![0]!["reason"]);
    }

    private async Task RejectAsync(CancellationToken cancellationToken)
    {
        var rejection = await shop.FlowAsync(
            HttpMethod.Post,
            "refunds",
            new JsonObject
            {
                ["order_number"] = Order,
                ["key"] = "refund-2",
                ["amount"] = 30.00m,
                ["currency"] = "USD",
            },
            422,
            cancellationToken);
        expect.Equal("a refund of more than is left is rejected", "insufficient_funds", rejection["decline_code"]);
        Tell($"refund-2 of 30.00 is rejected: {rejection["messages"]![0]}");
    }

    private async Task CreditAsync(CancellationToken cancellationToken)
    {
        var credit = await shop.CreditAsync(
            new JsonObject
            {
                ["amount"] = new JsonObject { ["total"] = "12.04", ["currency"] = "USD" },
                ["source"] = new JsonObject
                {
                    ["sourceType"] = "PaymentCard",
                    ["card"] = new JsonObject
                    {
                        ["cardData"] = "4005550000000019",
                        ["expirationMonth"] = "02",
                        ["expirationYear"] = "2035",
                    },
                },
                ["transactionDetails"] = new JsonObject { ["merchantOrderId"] = Order },
                ["merchantDetails"] = new JsonObject { ["merchantId"] = "123456789789567", ["terminalId"] = "123456" },
            },
            cancellationToken);
        expect.Equal(
            "the open credit is approved",
            "APPROVED",
            credit["paymentReceipt"]!["processorResponseDetails"]!["approvalStatus"]);
        Tell($"an open credit sends 12.04 to the card ending in {credit["source"]!["card"]!["last4"]}");
    }

    private void Tell(string what) => output.WriteLine($"  · {what}");

    private static string Amount(JsonNode? amount) =>
        amount!.GetValue<decimal>().ToString("0.00", CultureInfo.InvariantCulture);
}
