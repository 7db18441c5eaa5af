using System.Globalization;
using System.Text;
using Payments.Benchmarks.Figures;
using Payments.Tables.Timeline;

namespace Payments.Benchmarks.Costs;

/// <summary>The tables of docs/cost.md.</summary>
internal static class CostDocument
{
    /// <summary>Its name in docs/.</summary>
    public const string Name = "cost.md";

    /// <summary>The marks of the table of counts and dollars.</summary>
    public const string Costs = "costs";

    /// <summary>The marks of the table of what a rate needs.</summary>
    public const string Scale = "scale";

    private const decimal RefundsPerSecond = 10_000;
    private const decimal RequestsOfAccount = 20_000;
    private const decimal EntitiesOfPartition = 2_000;

    /// <summary>Over so many partitions the lists of an organization are spread.</summary>
    private const int ListPartitions = TimelineRows.Shards;

    /// <summary>To send a message, to receive it, to complete it, and its session.</summary>
    private const int OperationsOfMessage = 4;

    /// <summary>Operations with small messages that a messaging unit is assumed to carry in a second.</summary>
    private const decimal OperationsOfUnit = 4_000;

    /// <summary>Replaces both tables.</summary>
    public static void Write(IReadOnlyList<OperationCount> counts)
    {
        MarkedText.Write(Name, Costs, FormatCosts(counts));
        MarkedText.Write(Name, Scale, FormatScale(counts));
    }

    /// <summary>What each operation takes, and a million of them cost.</summary>
    public static string FormatCosts(IReadOnlyList<OperationCount> counts)
    {
        var text = new StringBuilder();
        Row(text, "operation", "storage calls", "of them transactions", "rows", "stored", "messages", "executions");
        Rule(text, 7);
        foreach (var count in counts)
        {
            Row(
                text,
                count.Name,
                $"{count.StorageCalls}",
                $"{count.Transactions}",
                $"{count.Rows}",
                $"{Kilobytes(count)} kB",
                $"{count.Messages}",
                $"{count.Executions}");
        }

        text.Append('\n');
        Row(text, "dollars for a million", "storage calls", "a month's storage", "messages", "executions", "all");
        Rule(text, 6);
        foreach (var count in counts.Select(count => count with { Bytes = (long)(Kilobytes(count) * 1_000) }))
        {
            Row(
                text,
                count.Name,
                Dollars(count.StorageRequests),
                Dollars(count.StorageMonth),
                Dollars(count.Messaging),
                Dollars(count.Execution),
                Dollars(count.Total));
        }

        return text.ToString();
    }

    /// <summary>What 10,000 refunds a second need.</summary>
    public static string FormatScale(IReadOnlyList<OperationCount> counts)
    {
        var refund = counts.Single(count => count.Name.StartsWith("refund", StringComparison.Ordinal));
        var calls = refund.StorageCalls * RefundsPerSecond;
        var operations = refund.Messages * OperationsOfMessage;
        var units = Math.Ceiling(operations * RefundsPerSecond / OperationsOfUnit);
        var text = new StringBuilder();
        Row(text, "what", "of one refund", "of 10,000 a second", "one unit takes a second", "so");
        Rule(text, 5);
        Row(
            text,
            "storage calls",
            $"{refund.StorageCalls}",
            Whole(calls),
            $"{Whole(RequestsOfAccount)}, an account",
            $"{Whole(Math.Ceiling(calls / RequestsOfAccount))} storage accounts");
        Row(
            text,
            "rows of its organization's lists",
            $"{refund.ListRows}",
            Whole(refund.ListRows * RefundsPerSecond),
            $"{Whole(EntitiesOfPartition)}, each of {ListPartitions} partitions",
            $"{Whole(EntitiesOfPartition * ListPartitions / refund.ListRows)} refunds a second of one organization");
        Row(
            text,
            "operations of Service Bus",
            $"{operations}",
            Whole(operations * RefundsPerSecond),
            $"{Whole(OperationsOfUnit)}, a messaging unit",
            $"{Whole(units)} messaging units, {Dollars(units * Prices.MessagingUnitHour)} dollars an hour");
        return text.ToString();
    }

    private static void Row(StringBuilder text, params ReadOnlySpan<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells!).Append(" |\n");

    private static void Rule(StringBuilder text, int columns) =>
        text.Append('|').Insert(text.Length, "---|", columns).Append('\n');

    private static string Dollars(decimal amount) => amount.ToString("n2", CultureInfo.InvariantCulture);

    private static string Whole(decimal number) => number.ToString("n0", CultureInfo.InvariantCulture);

    /// <summary>
    /// Half kilobytes, rounded up: the digits of a time or of a random number do not change the table.
    /// </summary>
    private static decimal Kilobytes(OperationCount count) => Math.Ceiling(count.Bytes / 500m) / 2;
}
