using System.Globalization;
using System.Text;
using Payments.Benchmarks.Figures;

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

    /// <summary>A row, and what it is compared with: the target of one partition.</summary>
    private const int ListPartitions = 24;

    /// <summary>Operations with a small message that a messaging unit carries in a second, conservatively.</summary>
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
        text.Append("| operation | storage calls | of them transactions | rows | stored | messages | executions |\n");
        text.Append("|---|---|---|---|---|---|---|\n");
        foreach (var count in counts)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {count.Name} | {count.StorageCalls} | {count.Transactions} | {count.Rows} | {Kilobytes(count)} kB ");
            text.Append(CultureInfo.InvariantCulture, $"| {count.Messages} | {count.Executions} |\n");
        }

        text.Append("\n| a million of them, in dollars | storage calls | a month's storage | messages | executions | in all |\n");
        text.Append("|---|---|---|---|---|---|\n");
        foreach (var count in counts.Select(count => count with { Bytes = (long)(Kilobytes(count) * 1_000) }))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {count.Name} | {count.StorageRequests:n2} | {count.StorageMonth:n2} | {count.Messaging:n2} ");
            text.Append(CultureInfo.InvariantCulture, $"| {count.Execution:n2} | {count.Total:n2} |\n");
        }

        return text.ToString();
    }

    /// <summary>What 10,000 refunds a second need.</summary>
    public static string FormatScale(IReadOnlyList<OperationCount> counts)
    {
        var refund = counts.Single(count => count.Name.StartsWith("refund", StringComparison.Ordinal));
        var calls = refund.StorageCalls * RefundsPerSecond;
        var accounts = Math.Ceiling(calls / RequestsOfAccount);
        var operations = refund.Messages * 4 * RefundsPerSecond;
        var units = Math.Ceiling(operations / OperationsOfUnit);
        var organization = EntitiesOfPartition * ListPartitions / 3;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            | what | of one refund | of 10,000 a second | one unit takes | needed |
            |---|---|---|---|---|
            | storage calls | {refund.StorageCalls} | {calls:n0} a second | {RequestsOfAccount:n0} a second an account | {accounts:n0} storage accounts |
            | rows of one organization's lists | 3 | 30,000 a second | {EntitiesOfPartition:n0} a second a partition, {ListPartitions} partitions | {organization:n0} refunds a second an organization |
            | operations of Service Bus | {refund.Messages * 4} | {operations:n0} a second | {OperationsOfUnit:n0} a second a messaging unit | {units:n0} messaging units, {units * Prices.MessagingUnitHour:n0} dollars an hour |

            """);
    }

    /// <summary>Rounded so that the digits of an id or a time do not change the table.</summary>
    private static decimal Kilobytes(OperationCount count) => Math.Round(count.Bytes / 1_000m, 1);
}
