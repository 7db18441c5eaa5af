using System.Globalization;
using System.Text.Json;
using Payments.Functions.Tests.Routes;
using Payments.Handlers.Ports;
using Payments.Handlers.Reconciliation;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;

namespace Payments.Functions.Tests.Ops;

/// <summary><c>GET /ops/reconciliation</c>: who may read whose, and what is in it.</summary>
public sealed class ReconciliationRoute : IDisposable
{
    private readonly FunctionApp _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_caller_sees_the_differences_of_yesterday_with_cause_and_remedy()
    {
        var operation = await MoveAsync("demo");

        var (status, body) = await CallAsync("demo", "");

        Assert.Equal(200, status);
        var report = JsonElement.Parse(body);
        Assert.Equal("demo", Text(report, "organization"));
        Assert.Equal(1, report.GetProperty("differences").GetInt32());
        var sandbox = Assert.Single(report.GetProperty("processors").EnumerateArray());
        Assert.Equal("sandbox", Text(sandbox, "processor"));
        Assert.True(sandbox.GetProperty("reconciled").GetBoolean());
        Assert.Equal(1, sandbox.GetProperty("movements").GetInt32());
        Assert.Equal(0, sandbox.GetProperty("foreign_movements").GetInt32());
        var difference = Assert.Single(sandbox.GetProperty("differences").EnumerateArray());
        Assert.Equal("not_in_ledger", Text(difference, "difference"));
        Assert.Equal("refund", Text(difference, "movement"));
        Assert.Equal(operation.Reference, Text(difference, "reference"));
        Assert.Equal(operation.IdempotencyKey, Text(difference, "operation"));
        Assert.Equal(operation.Amount.ToString(), Text(difference, "at_processor"));
        Assert.False(difference.TryGetProperty("in_ledger", out _));
        Assert.NotEmpty(Text(difference, "cause"));
        Assert.NotEmpty(Text(difference, "remedy"));
    }

    [Fact]
    public async Task Another_organization_s_movements_are_not_shown_nor_is_its_name_accepted()
    {
        await MoveAsync("other");

        var own = await CallAsync("demo", "");
        var others = await CallAsync("demo", "?organization=other");
        var nobody = await CallAsync("demo", "?organization=nobody");

        Assert.Equal(200, own.Status);
        Assert.Equal(0, JsonElement.Parse(own.Body).GetProperty("differences").GetInt32());
        Assert.Equal((404, 404), (others.Status, nobody.Status));
        Assert.Equal(others.Body, nobody.Body);
    }

    [Fact]
    public async Task A_credential_without_the_scope_of_operations_gets_403()
    {
        using var app = new FunctionApp(Scopes.All);

        var (status, _) = await app.CallAsync(Function, Route("other"), "other", "", "");

        Assert.Equal(403, status);
    }

    [Theory]
    [InlineData("?from=2026-01-02&to=2026-01-02", "from must be before to.")]
    [InlineData("?from=2026-01-01&to=2026-03-01", "31 days at most")]
    [InlineData("?from=2100-01-01", "minutes ago")]
    [InlineData("?from=1999-01-01", "after 2000-01-01")]
    [InlineData("?from=9999-12-31", "minutes ago")]
    [InlineData("?to=0001-01-01T12:00:00Z", "after 2000-01-01")]
    [InlineData("?from=yesterday", "from must be an ISO 8601 time")]
    [InlineData("?processor=stripe", "processor is not a parameter")]
    public async Task A_period_that_can_t_be_compared_is_422_and_says_why(string query, string message)
    {
        var (status, body) = await CallAsync("demo", query);

        Assert.Equal(422, status);
        Assert.Contains(message, body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?from=2026-01-02", "2026-01-02T00:00:00.000Z", "2026-01-03T00:00:00.000Z")]
    [InlineData("?to=2026-01-02", "2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z")]
    [InlineData("?from=2026-01-02&to=2026-02-02", "2026-01-02T00:00:00.000Z", "2026-02-02T00:00:00.000Z")]
    public async Task A_period_is_named_by_one_of_its_ends_or_both(string query, string from, string to)
    {
        var (status, body) = await CallAsync("demo", query);

        Assert.Equal(200, status);
        var report = JsonElement.Parse(body);
        Assert.Equal((from, to), (Text(report, "from"), Text(report, "to")));
    }

    private static FunctionMethod Function =>
        FunctionMethods.OfHttp.Single(function => function.Name == "OpsGetReconciliation");

    private Task<(int Status, string Body)> CallAsync(string caller, string query) =>
        _app.CallAsync(Function, Route(caller), caller, "", query);

    private static Dictionary<string, string> Route(string organization) => new() { ["organization"] = organization };

    /// <summary>The sandbox refunds yesterday, and no ledger has the refund.</summary>
    private async Task<SandboxOperation> MoveAsync(string organization)
    {
        var noon = ComparedPeriod.DayBefore(DateTimeOffset.UtcNow).From.AddHours(12);
        var refund = Id<Refund>.New(LedgerId.ForOrder(OrderNumber.From("o-1")), Guid.CreateVersion7(noon));
        var amount = new Money(4_000, Currency.Parse("USD"));
        var operation = new SandboxOperation(
            OrganizationId.From(organization),
            "sbx-1",
            string.Create(CultureInfo.InvariantCulture, $"{refund}/1"),
            SandboxKind.Refund,
            amount,
            Target: null,
            Scenario: null,
            SandboxState.Done,
            Decline: null,
            Money.Zero(amount.Currency),
            Asks: 1,
            AnswersAt: 1,
            noon,
            Postings: [new SandboxPosting(MovementKind.Refund, IsReturn: false, noon)]);
        Assert.True(await _app.Books.TryWriteAsync([new SandboxEntry(operation)], default));
        return operation;
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
