using System.Text.RegularExpressions;
using Payments.Testing;

namespace Payments.Dialects.Tests.Across;

/// <summary>
/// Every read or change of an order makes the service query the processor for the unknown outcomes on its ledger. The
/// table contains every operation of docs/operations.md, so that a new one can't be forgotten.
/// </summary>
public sealed partial class OutcomeInquiries
{
    private static readonly IReadOnlyList<Case> Cases =
    [
        .. OrdersAndPayments, .. Refunds, .. CapturesAndAuthorizations, .. CreditPayments, .. StorefrontPayments,
        .. Credits,
    ];

    /// <summary>Operations that read no ledger's head, and so can't tell whether any outcome is unknown.</summary>
    private static readonly string[] ReadNoHead =
    [
        "GET /health",
        "GET /health/live",
        "GET /health/ready",
        "GET /docs",
        "GET /docs/openapi/{name}",
        "GET /docs/viewer/{file}",
        "OPTIONS /{*path}",
        "GET /ops/audit",
        "GET /ops/dead-letters",
        "POST /ops/dead-letters/{queue}",
        "POST /ops/dead-letters/{queue}/{sequenceNumber}",
        "GET /ops/reconciliation",
        "GET /ops/sandbox",
        "POST /ops/sandbox/{reference}/{what}",
        "POST /processors/{processor}/{organization}/notifications",
        "POST /oauth/token",
        "GET /oauth/certs/{kid}",

        // Versions are past states, read from journals only.
        "GET /{organization}/refunds/versions",
        "GET /{organization}/captures/versions",
        "GET /{organization}/authorizations/versions",
        "GET /{organization}/credit/payments/versions",

        // So are events; webhook endpoints are in no ledger.
        "GET /{organization}/events",
        "GET /{organization}/webhooks",
        "POST /{organization}/webhooks",
        "GET /{organization}/webhooks/{webhook}",
        "PUT /{organization}/webhooks/{webhook}",
        "DELETE /{organization}/webhooks/{webhook}",
        "POST /{organization}/webhooks/{webhook}/ping",
        "POST /{organization}/webhooks/{webhook}/rotate",
    ];

    public static TheoryData<string> Names => [.. Cases.Select(known => known.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_read_and_each_change_sends_one_inquiry(string name)
    {
        using var order = await DoubtfulOrder.NewAsync();
        var known = Cases.Single(known => known.Name == name);

        Assert.Equal(known.Status, await known.Call(order));

        Assert.Equal([DoubtfulOrder.Ledger], order.Inquiries());
    }

    [Fact]
    public void The_table_names_every_operation_of_the_documentation()
    {
        var documented = File.ReadLines(Path.Combine(RepositoryRoot.Path, "docs", "operations.md"))
            .Select(line => Row().Match(line))
            .Where(row => row.Success)
            .Select(row => row.Groups["operation"].Value.Replace(" /ch/", " /", StringComparison.Ordinal))
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            documented,
            Cases.Select(known => known.Operation).Concat(ReadNoHead).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_list_sends_one_inquiry_per_ledger_on_its_page()
    {
        using var order = await DoubtfulOrder.NewAsync();
        await order.OpenAnotherAsync("o-78", "r-2");
        await order.OpenAnotherAsync("o-79", "r-3");

        await order.Lists.Ask("refunds");
        Assert.Equal(3, order.Inquiries().Distinct().Count());

        order.Service.Time.Advance(TimeSpan.FromMinutes(1));
        await order.Lists.Ask("refunds", "?limit=2");
        Assert.Equal(2, order.Inquiries().Count);

        order.Service.Time.Advance(TimeSpan.FromMinutes(1));
        await order.Lists.Ask("refunds", "?key=r-1&key=r-3");
        Assert.Equal(2, order.Inquiries().Count);
    }

    [Fact]
    public async Task A_second_request_within_a_second_sends_no_inquiry_and_a_later_one_does()
    {
        using var order = await DoubtfulOrder.NewAsync();

        await order.Flow.GetOrder(DoubtfulOrder.Number);
        await order.Flow.GetOrder(DoubtfulOrder.Number);
        Assert.Single(order.Inquiries());

        order.Service.Time.Advance(TimeSpan.FromSeconds(1));
        await order.Flow.GetOrder(DoubtfulOrder.Number);
        Assert.Single(order.Inquiries());
    }

    [GeneratedRegex(@"^\| `(?<operation>[A-Z]+ /[^`]*)` \|")]
    private static partial Regex Row();

    /// <summary>A request, and the status of its response.</summary>
    private sealed record Case(string Operation, string Variant, int Status, Func<DoubtfulOrder, Task<int>> Call)
    {
        public string Name => Variant.Length == 0 ? Operation : $"{Operation} {Variant}";
    }
}
