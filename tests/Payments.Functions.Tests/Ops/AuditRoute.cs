using System.Text.Json;
using Payments.Functions.Tests.Routes;
using Payments.Handlers.Access;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Functions.Tests.Ops;

/// <summary><c>GET /ops/audit</c>: who may read whose trail, and what is in it.</summary>
public sealed class AuditRoute
{
    private static readonly Dictionary<string, string> Order = new()
    {
        ["organization"] = "demo",
        ["number"] = "o-1",
        ["direction"] = "All",
        ["orderID"] = "o-1",
        ["paymentID"] = "p-1",
    };

    [Fact]
    public async Task A_caller_sees_its_organization_s_changes_with_the_credential_that_made_each()
    {
        using var app = await PaidAsync();

        var (status, body) = await AuditAsync(app, "demo", "?order_number=o-1");

        Assert.Equal(200, status);
        Assert.Equal(
            [
                "payment p-1 ordercloud/demo", "transaction p-1/t-1 ordercloud/demo", "authorization flow/demo",
                "capture flow/demo", "capture flow/demo", "refund flow/demo",
            ],
            JsonElement.Parse(body).EnumerateArray().Select(Show));
    }

    [Theory]
    [InlineData("?credential=flow/demo", "authorization", "capture", "capture", "refund")]
    [InlineData("?credential=ordercloud/demo")]
    [InlineData("?credential=ordercloud/demo&order_number=o-1", "payment", "transaction")]
    [InlineData("?organization=demo&credential=flow/demo&offset=1&limit=2", "capture", "capture")]
    [InlineData("?from=2100-01-01T00:00:00Z")]
    [InlineData("?order_number=o-1&to=2000-01-01T00:00:00Z")]
    [InlineData("?order_number=o-2")]
    [InlineData("?order_number=%09")]
    public async Task The_trail_is_read_by_order_credential_and_time(string query, params string[] resources)
    {
        using var app = await PaidAsync();

        var (status, body) = await AuditAsync(app, "demo", query);

        Assert.Equal(200, status);
        Assert.Equal(
            resources,
            JsonElement.Parse(body).EnumerateArray().Select(entry => entry.GetProperty("resource").GetString()));
    }

    [Fact]
    public async Task A_resource_s_changes_are_found_by_its_id()
    {
        using var app = await PaidAsync();
        var all = JsonElement.Parse((await AuditAsync(app, "demo", "?order_number=o-1")).Body);
        var refund = all[all.GetArrayLength() - 1];

        var (_, body) = await AuditAsync(app, "demo", $"?resource_id={refund.GetProperty("resource_id").GetString()}");

        var found = Assert.Single(JsonElement.Parse(body).EnumerateArray());
        Assert.Equal(refund.GetRawText(), found.GetRawText());
        Assert.Equal(
            ("insert", "pending", "10.00 USD", "o-1"),
            (Text(found, "type"), Text(found, "status"), Text(found, "amount"), Text(found, "order_number")));
        Assert.False(found.TryGetProperty("payable_here", out _));
    }

    [Fact]
    public async Task What_the_operator_changed_of_an_organization_is_in_its_trail()
    {
        using var app = new FunctionApp();
        var keys = new CredentialAdministration(app.CredentialStore, TimeProvider.System);
        await ActingCaller.RunAsync(CredentialId.From("operator/alice"), async () =>
        {
            await keys.CreateOrganizationAsync(
                new Organization(OrganizationId.From("demo"), AllocationPolicy.OldestFirst, TimeSpan.FromDays(7)),
                default);
            return await keys.CreateAsync(
                new CredentialRequest(
                    OrganizationId.From("demo"), Api.Flow, Scopes.Read, [], new Merchant(), PublicId: "demo-2"),
                default);
        });

        var (status, body) = await AuditAsync(app, "demo", "?resource_id=flow/demo-2");

        Assert.Equal(200, status);
        var entry = Assert.Single(JsonElement.Parse(body).EnumerateArray());
        Assert.Equal(
            ("operator/alice", "insert", "credential", "flow/demo-2"),
            (Text(entry, "credential"), Text(entry, "type"), Text(entry, "resource"), Text(entry, "resource_id")));
        Assert.EndsWith("; scopes read", Text(entry, "details"), StringComparison.Ordinal);
        (_, body) = await AuditAsync(app, "demo", "");
        Assert.Equal(2, JsonElement.Parse(body).GetArrayLength());
        Assert.Equal((200, "[]"), await AuditAsync(app, "other", ""));
    }

    [Fact]
    public async Task Another_organization_s_trail_is_not_found_whether_that_exists_or_not()
    {
        using var app = await PaidAsync();

        Assert.Equal((404, ""), await AuditAsync(app, "other", "?organization=demo&order_number=o-1"));
        Assert.Equal((404, ""), await AuditAsync(app, "other", "?organization=nobody&order_number=o-1"));
        Assert.Equal((404, ""), await AuditAsync(app, "other", "?organization=other&organization=demo"));
        Assert.Equal((200, "[]"), await AuditAsync(app, "other", "?order_number=o-1"));
    }

    [Fact]
    public async Task A_credential_without_the_scope_of_operations_gets_403()
    {
        using var app = new FunctionApp(Scopes.All);

        var (status, body) = await AuditAsync(app, "other", "");

        Assert.Equal(403, status);
        Assert.Contains("needs the scope ops", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_operator_reads_the_trail_of_the_organization_that_it_names()
    {
        using var app = await PaidAsync();
        const string Operator = FunctionApp.OperatorToken;

        Assert.Equal(
            await AuditAsync(app, "demo", "?order_number=o-1"),
            await AuditAsync(app, Operator, "?organization=demo&order_number=o-1"));
        Assert.Equal((200, "[]"), await AuditAsync(app, Operator, "?organization=other&order_number=o-1"));
        Assert.Equal((404, ""), await AuditAsync(app, Operator, "?organization=nobody"));
        var (status, body) = await AuditAsync(app, Operator, "");
        Assert.Equal(422, status);
        Assert.Contains("organization is required", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_token_gets_401_and_an_unknown_parameter_422()
    {
        using var app = new FunctionApp();

        Assert.Equal(401, (await AuditAsync(app, "stranger", "")).Status);
        var (status, body) = await AuditAsync(app, "demo", "?order=o-1&from=yesterday");
        Assert.Equal(422, status);
        Assert.Contains("order is not a parameter", body, StringComparison.Ordinal);
        Assert.Contains("from must be", body, StringComparison.Ordinal);
    }

    /// <summary>An order with a payment of OrderCloud, and a capture and a refund of Flow.</summary>
    private static async Task<FunctionApp> PaidAsync()
    {
        var app = new FunctionApp();
        foreach (var (name, body) in new[]
        {
            ("FlowPutOrder", """{"total":100,"currency":"USD"}"""),
            ("OrderCloudCreatePayment", """{"ID":"p-1","Type":"CreditCard","Amount":20}"""),
            ("OrderCloudCreateTransaction",
                """{"ID":"t-1","Type":"Note","DateExecuted":"2026-03-14T09:00:00Z","Succeeded":true}"""),
            ("FlowPostAuthorization",
                """
                {"discriminator":"merchant_of_record_authorization_form","token":"tok-1","order_number":"o-1","key":"a-1"}
                """),
            ("FlowPostCapture", """{"authorization_id":"a-1","amount":50}"""),
            ("FlowPostRefund", """{"order_number":"o-1","amount":10,"currency":"USD"}"""),
        })
        {
            var (status, text) = await app.CallAsync(Find(name), Order, "demo", body);
            Assert.True(status is 200 or 201, $"{name}: {status} {text}");
        }

        return app;
    }

    private static Task<(int Status, string Body)> AuditAsync(FunctionApp app, string caller, string query) =>
        app.CallAsync(Find("OpsGetAudit"), Order, caller, "", query);

    private static FunctionMethod Find(string name) =>
        FunctionMethods.OfHttp.Single(function => function.Name == name);

    /// <summary>What was changed, by its id if the storefront chose that, and who did it.</summary>
    private static string Show(JsonElement entry)
    {
        var id = Text(entry, "resource_id");
        var chosen = id.StartsWith("p-1", StringComparison.Ordinal) ? $" {id}" : "";
        return $"{Text(entry, "resource")}{chosen} {Text(entry, "credential")}";
    }

    private static string Text(JsonElement entry, string field) => entry.GetProperty(field).GetString()!;
}
