using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Authorizations;
using Payments.Dialects.Flow.Captures;
using Payments.Dialects.OrderCloud.Payments;
using Payments.Dialects.OrderCloud.TokenEndpoints;
using Payments.Dialects.Wire;
using Payments.Handlers.Orders;
using Payments.Handlers.Ports;
using Payments.Handlers.Storefront;
using Payments.Handlers.Writing;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.Tests.Repeats;

/// <summary>
/// What the operations need: orders i-1 (authorized, 60 of 100 captured), i-2 (a card payment of 60) and i-3; and the
/// operations under an idempotency key.
/// </summary>
internal sealed class RepeatBench : IDisposable, IIdempotencyStore
{
    private bool _dies;

    private RepeatBench() => Repeats = new IdempotencyMiddleware(this, Service.Get<IIdSource>(), Service.Time);

    public ServiceUnderTest Service { get; } = new();

    public IdempotencyMiddleware Repeats { get; }

    public static async Task<RepeatBench> NewAsync()
    {
        var bench = new RepeatBench();
        foreach (var order in (string[])["i-1", "i-2", "i-3"]) await bench.RegisterAsync(order, 100);
        await bench.FlowAsync<FlowAuthorizations>(
            """
            {"discriminator":"merchant_of_record_authorization_form","token":"tok-1","order_number":"i-1","key":"a-1"}
            """,
            (authorizations, call) => authorizations.PostAsync(call, default));
        await bench.FlowAsync<FlowCaptures>(
            """{"authorization_id":"a-1","amount":60}""",
            (captures, call) => captures.PostAsync(call, default));
        var payment = bench.Request(
            Operation.Of("OrderCloud payment"), """{"ID":"pay-1","Type":"CreditCard","Amount":60}""", null);
        Assert.Equal(201, (await Operation.Of("OrderCloud payment").Post(bench.Service, payment)).Status);
        bench.Service.Queue.TakeAll();
        return bench;
    }

    public Task RegisterAsync(string order, int total) => Service.Get<OrderHandler>().RegisterAsync(
        ServiceUnderTest.Demo, OrderNumber.From(order), Usd(total), Usd(0), default);

    public Task<WireResponse> PostAsync(Operation operation, string? key, int amount = 10) =>
        SendAsync(operation, Request(operation, operation.Body(amount), key));

    public Task<WireResponse> SendAsync(Operation operation, WireRequest request) =>
        SendAsync(operation, request, post => post());

    /// <summary>The same, with something else done when the operation's turn comes.</summary>
    public Task<WireResponse> SendAsync(Operation operation, WireRequest request, Operation.Turn turn) =>
        operation.PostOnce(Service, Repeats, request, turn);

    /// <summary>The process dies as soon as the operation has ended: nothing is kept of how it did.</summary>
    public async Task DieAfterAsync(Operation operation, string key)
    {
        _dies = true;
        await Assert.ThrowsAsync<IOException>(() => PostAsync(operation, key));
        _dies = false;
    }

    /// <summary>The id of the one payment of i-2 beside another.</summary>
    public async Task<string> PaymentAsync(string except) => (await Service.Get<StorefrontPaymentHandler>()
        .FindOrderAsync(ServiceUnderTest.Demo, OrderNumber.From("i-2"), default))!
        .All<Payment>().Single(payment => payment.Id.Value != except).Id.Value;

    public async Task PatchAsync(string payment, string body)
    {
        var request = Request(Operation.Of("OrderCloud payment"), body, null) with { Method = "PATCH" };
        var patched = await Service.OrderCloudAsync(
            request,
            "All",
            "i-2",
            call => Service.Get<OrderCloudPayments>().PatchAsync(call, payment, default));
        Assert.Equal(200, patched.Status);
    }

    public WireRequest Request(
        Operation operation, string body, string? key, string caller = "demo", string clientRequestId = "4345791")
    {
        (string, string)[] authorization = operation.Path switch
        {
            "/payments/v1/credits" => Signed(body, caller, clientRequestId),
            ['/', 'v', '1', ..] => [("Authorization", $"Bearer {Token(caller)}")],
            _ => [("Authorization", $"Bearer {caller}-flow-token")],
        };
        return ServiceUnderTest.Request(
            "POST",
            operation.Path,
            body,
            [
                ("Content-Type", "application/json"), .. authorization,
                .. key is null ? ((string, string)[])[] : [(IdempotencyMiddleware.Header, key)],
            ]);
    }

    public Task<IdempotencyRecord?> FindAsync(IdempotencyKeyName name, CancellationToken cancellationToken) =>
        Service.Answers.FindAsync(name, cancellationToken);

    public Task<string?> TryAddAsync(
        IdempotencyKeyName name, IdempotencyRecord request, CancellationToken cancellationToken) =>
        Service.Answers.TryAddAsync(name, request, cancellationToken);

    public Task<string?> TryReplaceAsync(
        IdempotencyKeyName name, IdempotencyRecord request, CancellationToken cancellationToken) =>
        _dies && request.RunningSince is null
            ? throw new IOException("The process is dead.")
            : Service.Answers.TryReplaceAsync(name, request, cancellationToken);

    public void Dispose() => Service.Dispose();

    private static Money Usd(int amount) => new(amount * 100, Currency.Parse("USD"));

    private string Token(string client)
    {
        var form = ServiceUnderTest.Request(
            "POST",
            "/oauth/token",
            "grant_type=client_credentials"
                + $"&client_id={client}-ordercloud-client&client_secret={client.Split('-')[0]}-ordercloud-secret",
            ("Content-Type", "application/x-www-form-urlencoded"));
        var answer = Service.Get<OrderCloudTokens>().PostAsync(form, default).Result;
        return System.Text.Json.JsonElement.Parse(answer.Body.Span).GetProperty("access_token").GetString()!;
    }

    private (string, string)[] Signed(string body, string caller, string id)
    {
        var timestamp = Service.Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes($"{caller}-hub-secret"),
            Encoding.UTF8.GetBytes($"{caller}-hub-key{id}{timestamp}{body}"));
        return
        [
            ("Api-Key", $"{caller}-hub-key"), ("Client-Request-Id", id), ("Timestamp", timestamp),
            ("Authorization", Convert.ToBase64String(signature)),
        ];
    }

    private async Task FlowAsync<T>(string body, Func<T, FlowCall, Task<WireResponse>> post) where T : notnull
    {
        var answer = await Service.FlowAsync(
            Request(Operation.Of("capture"), body, null), "demo", call => post(Service.Get<T>(), call));
        Assert.Equal(201, answer.Status);
    }
}
