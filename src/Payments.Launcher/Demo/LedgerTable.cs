using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Payments.Launcher.Demo;

/// <summary>
/// Prints an order's ledger as a table: each capture, what each refund took from it, and what is left.
/// </summary>
internal sealed class LedgerTable(StorefrontClient shop, Expectations expect, TextWriter output)
{
    /// <summary>Prints the ledger, and checks that it agrees with the order and with OrderCloud's view.</summary>
    public async Task PrintAsync(
        string number,
        IReadOnlyList<string> captureKeys,
        IReadOnlyList<JsonNode> refunds,
        CancellationToken cancellationToken)
    {
        var order = await shop.FlowAsync(HttpMethod.Get, $"orders/{number}", null, 200, cancellationToken);
        output.WriteLine();
        output.WriteLine(
            $"Order {number}: total {Text(order["total"])}, store credit {Text(order["credited"])}, captured "
            + $"{Text(order["captured"])}, refunded {Text(order["refunded"])}, "
            + $"open credits {Text(order["open_credits"])}, left to pay {Text(order["balance"])}");
        var table = new Table().Border(TableBorder.Simple).AddColumn("capture");
        foreach (var sum in new[] { "amount", "refunded", "left" })
            table.AddColumn(sum, column => column.RightAligned());
        table.AddColumn("refunded by");

        var (captured, refunded) = (0m, 0m);
        foreach (var key in captureKeys)
        {
            var capture = await shop.FlowAsync(HttpMethod.Get, $"captures/{key}", null, 200, cancellationToken);
            var shares = FindShares(refunds, capture["id"]!.GetValue<string>()).ToList();
            var amount = capture["amount"]!.GetValue<decimal>();
            var taken = shares.Sum(share => share.Amount);
            table.AddRow(key, Text(amount), Text(taken), Text(amount - taken), string.Join(
                ", ", shares.Select(share => $"{share.Refund} {Text(share.Amount)}")));
            (captured, refunded) = (captured + amount, refunded + taken);
        }

        table.AddRow("total", Text(captured), Text(refunded), Text(captured - refunded), "");
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }).Write(table);
        expect.Equal("100.00 was captured", 100.00m, captured);
        expect.Equal("75.00 was refunded", 75.00m, refunded);
        expect.Equal("the order shows the same captured amount", captured, order["captured"]);
        expect.Equal("the order shows the same refunded amount", refunded, order["refunded"]);
        expect.Equal("nothing is left to pay", 0m, order["balance"]);
        expect.Equal("the order shows the open credit", 12.04m, order["open_credits"]);
        expect.Equal("both captures were refunded from", 2, refunds[0]["captures"]!.AsArray().Count);
        await CheckOrderCloudAsync(number, cancellationToken);
    }

    /// <summary>The same refund through OrderCloud: a transaction of the payment.</summary>
    private async Task CheckOrderCloudAsync(string number, CancellationToken cancellationToken)
    {
        var payments = await shop.OrderCloudPaymentsAsync(number, cancellationToken);
        var card = payments.AsArray().Single(payment => payment!["Type"]!.GetValue<string>() == "CreditCard")!;
        var returned = card["Transactions"]!.AsArray()
            .Where(transaction => transaction!["Type"]!.GetValue<string>().Contains("Refund", StringComparison.Ordinal))
            .Sum(transaction => Math.Abs(transaction!["Amount"]!.GetValue<decimal>()));
        expect.Equal("OrderCloud shows the same refund", 75.00m, returned);
        var count = card["Transactions"]!.AsArray().Count;
        output.WriteLine($"OrderCloud shows the card payment with {count} transactions.");
    }

    private static IEnumerable<(string Refund, decimal Amount)> FindShares(
        IReadOnlyList<JsonNode> refunds, string capture) =>
        from refund in refunds
        from share in refund["captures"]!.AsArray()
        where share!["capture"]!["id"]!.GetValue<string>() == capture
        select (refund["key"]!.GetValue<string>(), share["amount"]!.GetValue<decimal>());

    private static string Text(JsonNode? amount) => Text(amount!.GetValue<decimal>());

    private static string Text(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);
}
