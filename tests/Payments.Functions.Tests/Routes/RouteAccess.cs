using System.Text.Json;
using System.Text.RegularExpressions;
using Payments.Functions.Http;
using Payments.Handlers.Ports;

namespace Payments.Functions.Tests.Routes;

/// <summary>Every route, from the functions' attributes: with the wrong organization, with a missing scope.</summary>
public sealed partial class RouteAccess
{
    /// <summary>They need no credential of an organization.</summary>
    private static readonly string[] Open =
    [
        "Health", "HealthLive", "HealthReady", "OrderCloudToken", "OrderCloudTokenKey", "Preflight",
        "ProcessorNotification", "DocsOpenApi", "DocsViewer", "DocsViewerFile",
        "OpsListDeadLetters", "OpsRequeueDeadLetter", "OpsRequeueDeadLetters",
    ];

    private static readonly IReadOnlyList<FunctionMethod> Guarded =
        [.. FunctionMethods.OfHttp.Where(function => !Open.Contains(function.Name))];

    public static TheoryData<string> Names => [.. Guarded.Select(function => function.Name)];

    [Fact]
    public void Every_function_that_requires_a_credential_requires_a_scope() =>
        Assert.Equal(
            FunctionMethods.OfHttp.Select(function => function.Name).Except(Open).Order(StringComparer.Ordinal),
            RouteScopes.Functions.Order(StringComparer.Ordinal));

    [Fact]
    public void A_function_that_only_reads_requires_the_scope_of_reading_or_operations_and_no_other_does() =>
        Assert.All(Guarded, function => Assert.Equal(
            function.Http!.Methods!.Single() == "get" || function.Name == "FlowPostRefundPreview",
            RouteScopes.Of(function.Name) is Scopes.Read or Scopes.Ops));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_credential_without_the_scope_gets_403_with_a_body(string name)
    {
        var function = Guarded.Single(function => function.Name == name);
        using var app = new FunctionApp(FunctionApp.EveryScope & ~RouteScopes.Of(name));

        var (status, body) = await app.CallAsync(function, Parameters("other", _ => "x-1"), "other");

        Assert.Equal(403, status);
        Assert.Contains(
            $"needs the scope {RouteScopes.Of(name).ToString().ToLowerInvariant()}", body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Another_organization_gets_the_same_answer_for_what_exists_as_for_what_does_not(string name)
    {
        var function = Guarded.Single(function => function.Name == name);
        using var app = new FunctionApp();
        var made = await CreateAsync(app);
        var before = await app.StoredAsync("demo");

        foreach (var address in (string[])["demo", "other"])
        {
            var found = await app.CallAsync(
                function, Parameters(address, key => Existing(key, made)), "other", Body(name));
            var unknown = await app.CallAsync(
                function, Parameters(address, Unknown), "other", Body(name).Replace("x-1", "x-2"));

            Assert.Equal((unknown.Status, Neutral(unknown.Body)), (found.Status, Neutral(found.Body)));
            if (function.Http!.Route!.StartsWith("{organization}/", StringComparison.Ordinal) && address == "demo")
                Assert.Equal((404, ""), found);
            if (function.Http.Methods!.Single() == "get" && IsOfOne(function)) Assert.Equal(404, found.Status);
        }

        Assert.Equal(before, await app.StoredAsync("demo"));
    }

    [Fact]
    public async Task Their_owner_finds_all_that_the_other_organization_does_not()
    {
        using var app = new FunctionApp();
        var made = await CreateAsync(app);

        foreach (var function in Guarded.Where(IsOfOne).Where(function => function.Http!.Methods!.Single() == "get"))
        {
            var (status, _) = await app.CallAsync(
                function, Parameters("demo", key => Existing(key, made)), "demo");
            Assert.True(status == 200, $"{function.Name} answers {status}.");
        }
    }

    /// <summary>One of everything, for organization demo; the ids of the credit and of the webhook endpoint.</summary>
    internal static async Task<(string Credit, string Webhook)> CreateAsync(FunctionApp app)
    {
        foreach (var name in (string[])
            [
                "FlowPutOrder", "FlowPostCreditPayment", "OrderCloudCreatePayment", "OrderCloudCreateTransaction",
                "FlowPostAuthorization", "FlowPostCapture", "FlowPostRefund", "FlowPutRefundIdentifier",
                "FlowPutCaptureIdentifier",
            ])
        {
            var (status, text) = await CreateAsync(app, name);
            Assert.True(status is 200 or 201 or 204, $"{name}: {status} {text}");
        }

        var (made, body) = await CreateAsync(app, "CommerceHubCredit");
        Assert.Equal(201, made);
        var credit = JsonElement.Parse(body)
            .GetProperty("gatewayResponse")
            .GetProperty("transactionProcessingDetails")
            .GetProperty("transactionId")
            .GetString()!;
        (made, body) = await CreateAsync(app, "FlowPostWebhook");
        Assert.Equal(201, made);
        return (credit, JsonElement.Parse(body).GetProperty("id").GetString()!);
    }

    private static Task<(int Status, string Body)> CreateAsync(FunctionApp app, string name) => app.CallAsync(
        Guarded.Single(function => function.Name == name),
        Parameters("demo", key => Existing(key, ("none", "none"))),
        "demo",
        Body(name));

    private static string Body(string function) => function switch
    {
        "FlowPutOrder" or "FlowPostOrder" => """{"number":"x-1","total":100,"currency":"USD"}""",
        "OrderCloudPutOrder" => """{"Total":100,"Currency":"USD"}""",
        "FlowPostAuthorization" or "FlowPutAuthorization" =>
            """
            {"discriminator":"merchant_of_record_authorization_form","token":"tok-1","order_number":"x-1","key":"x-1"}
            """,
        "FlowPostCapture" => """{"authorization_id":"x-1","amount":50,"key":"x-1"}""",
        "FlowPostRefund" => """{"order_number":"x-1","amount":10,"currency":"USD","key":"x-1"}""",
        "FlowPostCreditPayment" or "FlowPutCreditPayment" =>
            """
            {"order_number":"x-1","description":"Gift card","amount":5,"max":50,"currency":"USD","key":"x-1"}
            """,
        "OrderCloudCreatePayment" => """{"ID":"x-1","Type":"CreditCard","Amount":20}""",
        "OrderCloudCreateTransaction" =>
            """{"ID":"x-1","Type":"Note","DateExecuted":"2026-03-14T09:00:00Z","Succeeded":true}""",
        "CommerceHubCredit" or "CommerceHubCreditBelowCh" or "CommerceHubRefund" or "CommerceHubRefundBelowCh" =>
            """
            {"amount":{"total":5,"currency":"USD"},"source":{"sourceType":"PaymentCard","card":{
            "cardData":"4005550000000019","expirationMonth":"02","expirationYear":"2035"}}}
            """,
        "FlowPutRefundIdentifier" or "FlowPutCaptureIdentifier" => """{"name":"warehouse"}""",
        "FlowPostWebhook" or "FlowPutWebhook" => """{"url":"https://shop.example/x-1"}""",
        _ => "{}",
    };

    internal static string Existing(string parameter, (string Credit, string Webhook) made) => parameter switch
    {
        "transactionId" => made.Credit,
        "webhook" => made.Webhook,
        _ => Fixed(parameter) ?? "x-1",
    };

    private static string Unknown(string parameter) => parameter switch
    {
        "transactionId" => "00000000000000000000000000",
        "webhook" => "whk-00000000000000000000000000000000",
        _ => Fixed(parameter) ?? "x-2",
    };

    /// <summary>What names no resource.</summary>
    private static string? Fixed(string parameter) => parameter switch
    {
        "direction" => "All",
        "queue" => "refunds",
        "sequenceNumber" => "1",
        _ => null,
    };

    internal static Dictionary<string, string> Parameters(string organization, Func<string, string> value) =>
        FunctionMethods.OfHttp
            .SelectMany(function => RouteTemplate.Parse(function.Http!.Route!).Parameters)
            .Distinct()
            .ToDictionary(name => name, name => name == "organization" ? organization : value(name));

    private static bool IsOfOne(FunctionMethod function) => RouteTemplate.Parse(function.Http!.Route!)
        .Parameters.Any(name => name is not "organization" && Fixed(name) is null);

    /// <summary>Without what is new in each response, and without the names that were asked for.</summary>
    private static string Neutral(string body) => Drawn().Replace(body, "*");

    [GeneratedRegex(
        @"x-[12]|whsec_[0-9A-Za-z+/=]+|""id"":""[a-z2-7]{8}""|\d{4}-\d\d-\d\dT[\d:.+Z-]+|[0-9a-f]{32}|"
        + @"[a-z]{3}-[0-9a-z]{20,}|[0-9A-Za-z]{26,}")]
    private static partial Regex Drawn();
}
