using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Payments.Dialects.Wire;
using Payments.Functions.Availability;
using Payments.Functions.Http;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Testing.InMemory;

namespace Payments.Functions.Tests.Http;

public sealed class ExchangeTests
{
    private readonly RequestGate _gate = new();
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger<HttpExchange> _log = new();
    private readonly List<WireRequest> _handled = [];
    private readonly InMemoryIdempotencyStore _answers = new();

    /// <summary>The exceptions of warnings and errors that were logged.</summary>
    private IEnumerable<Exception?> Errors => _log.Collector.GetSnapshot()
        .Where(record => record.Level >= LogLevel.Warning)
        .Select(record => record.Exception);

    [Fact]
    public async Task A_body_sent_in_pieces_arrives_whole()
    {
        await AnswerAsync(new FakeRequest(new ScriptedBody(["one, "u8.ToArray(), "two"u8.ToArray()])));

        Assert.Equal("one, two", Encoding.UTF8.GetString(Assert.Single(_handled).Body.Span));
    }

    [Theory]
    [InlineData(RequestLimits.MaxBodyBytes, "200 done")]
    [InlineData(RequestLimits.MaxBodyBytes + 1, "413 TooLarge")]
    public async Task A_body_may_have_at_most_256_KiB(int bytes, string answer)
    {
        var pieces = new byte[bytes].Chunk(16 * 1024);

        Assert.Equal(answer, await AnswerAsync(new FakeRequest(new ScriptedBody(pieces))));

        Assert.Empty(Errors);
    }

    public static TheoryData<Exception, string> Broken => new()
    {
        { new BadHttpRequestException("Request body too large.", 413), "413 TooLarge" },
        { new BadHttpRequestException("Bad chunk size data.", 400), "400 Broken" },
        { new IOException("The connection was reset."), "400 Broken" },
        { new BadHttpRequestException("Reading the request body timed out.", 408), "408 TooSlow" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task An_unreadable_body_is_rejected_in_the_dialects_format_and_is_no_error(
        Exception fault, string answer)
    {
        Assert.Equal(answer, await AnswerAsync(new FakeRequest(new ScriptedBody(["{"u8.ToArray()], fault))));

        Assert.Empty(_handled);
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task A_caller_that_disconnects_is_no_error()
    {
        using var hangUp = new CancellationTokenSource();
        var request = new FakeRequest(Stream.Null, cancellation: hangUp.Token);

        var answer = await AnswerAsync(request, async (_, cancellation) =>
        {
            await hangUp.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellation);
            return WireResponse.Empty(200);
        });

        Assert.Equal("503 fault", answer);
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task A_failure_is_logged_and_answered_in_the_dialects_format()
    {
        var fault = new InvalidOperationException("No such thing.");

        Assert.Equal("500 fault", await AnswerAsync(new FakeRequest(Stream.Null), (_, _) => throw fault));

        Assert.Same(fault, Assert.Single(Errors));
    }

    [Fact]
    public async Task A_busy_ledger_is_a_temporary_error() =>
        Assert.Equal("503 fault", await AnswerAsync(
            new FakeRequest(Stream.Null), (_, _) => throw new LedgerBusyException("busy")));

    [Fact]
    public async Task Storage_that_is_away_is_503_with_Retry_After_and_one_line_in_the_log()
    {
        var answer = await Exchange().AnswerAnyoneAsync(
            new FakeRequest(Stream.Null), new Dialect(), (_, _) => throw new StorageUnavailableException("away"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("2", answer.Headers.GetValues("Retry-After").Single());
        Assert.Null(Assert.Single(Errors));
    }

    [Fact]
    public async Task An_operation_that_takes_too_long_is_canceled_and_answered_503()
    {
        var answering = AnswerAsync(new FakeRequest(Stream.Null), async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return WireResponse.Empty(200);
        });

        _time.Advance(RequestLimits.OperationTimeout);

        Assert.Equal("503 fault", await answering);
    }

    [Fact]
    public async Task An_operation_that_ignores_its_cancellation_is_answered_503_within_10_seconds()
    {
        var operation = new TaskCompletionSource<WireResponse>();
        var answering = AnswerAsync(new FakeRequest(Stream.Null), (_, _) => operation.Task);

        _time.Advance(RequestLimits.AnswerTimeout);

        Assert.Equal("503 fault", await answering);
        Assert.True(RequestLimits.AnswerTimeout < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_body_that_does_not_arrive_in_time_is_rejected_by_the_dialect_and_is_no_error()
    {
        var answering = AnswerAsync(new FakeRequest(new EndlessBody()));

        _time.Advance(RequestLimits.BodyTimeout);

        Assert.Equal("408 TooSlow", await answering);
        Assert.Empty(_handled);
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task A_length_over_the_limit_is_rejected_before_the_body_is_read()
    {
        var request = new FakeRequest(new EndlessBody());
        request.Headers.Add("Content-Length", $"{RequestLimits.MaxBodyBytes + 1}");

        Assert.Equal("413 TooLarge", await AnswerAsync(request));
    }

    [Fact]
    public async Task One_request_more_than_may_be_in_progress_is_503_at_once_and_those_in_progress_go_on()
    {
        var operations = new TaskCompletionSource<WireResponse>();
        var exchange = Exchange();
        Task<HttpResponseData> SendAsync() => exchange.AnswerAnyoneAsync(
            new FakeRequest(Stream.Null), new Dialect(), (_, _) => operations.Task);
        var inProgress = Enumerable.Range(0, RequestLimits.MaxInFlight).Select(_ => SendAsync()).ToArray();

        var rejected = await SendAsync();
        operations.SetResult(WireResponse.Empty(200));
        var answers = await Task.WhenAll(inProgress);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, rejected.StatusCode);
        Assert.Equal("2", rejected.Headers.GetValues("Retry-After").Single());
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync()).StatusCode);
    }

    [Fact]
    public async Task Headers_arrive_as_sent()
    {
        var request = new FakeRequest(Stream.Null);
        Assert.True(request.Headers.TryAddWithoutValidation("Authorization", "bearer  two spaces"));
        Assert.True(request.Headers.TryAddWithoutValidation("Accept", ["text/html;Q=0.8", "*/*"]));
        Assert.True(request.Headers.TryAddWithoutValidation("Date", "no date"));

        await AnswerAsync(request);

        var wire = Assert.Single(_handled);
        Assert.Equal("bearer  two spaces", wire.Header("authorization"));
        Assert.Equal("text/html;Q=0.8,*/*", wire.Header("ACCEPT"));
        Assert.Equal("no date", wire.Header("Date"));
        Assert.Equal(("POST", "/demo/refunds?limit=1"), (wire.Method, wire.Url.PathAndQuery));
    }

    [Fact]
    public async Task A_response_keeps_its_headers_and_has_a_length()
    {
        var answer = await Exchange().AnswerAnyoneAsync(
            new FakeRequest(Stream.Null),
            new Dialect(),
            (_, _) => Task.FromResult(Text(201, "é").With("Location", "/a%2fb").With("Retry-After", "1")));

        Assert.Equal(
            [
                "Content-Length: 2",
                "Content-Type: application/json; charset=utf-8",
                "Location: /a%2fb",
                "Retry-After: 1",
            ],
            answer.Headers.NonValidated.Select(header => $"{header.Key}: {header.Value}").Order());
    }

    [Fact]
    public async Task A_response_without_a_body_has_no_content_type()
    {
        var answer = await Exchange().AnswerAnyoneAsync(
            new FakeRequest(Stream.Null), new Dialect(), (_, _) => Task.FromResult(WireResponse.Empty(204)));

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Empty(answer.Headers);
    }

    [Theory]
    [InlineData(200, null, null)]
    [InlineData(422, null, "invocation-1")]
    [InlineData(422, "its own", "its own")]
    public async Task Every_error_has_a_trace_id_and_keeps_its_own(int status, string? own, string? traceId)
    {
        var answered = own is null ? Text(status, "") : Text(status, "").With(WireResponse.TraceIdHeader, own);

        var answer = await Exchange().AnswerAnyoneAsync(
            new FakeRequest(Stream.Null), new Dialect(), (_, _) => Task.FromResult(answered));

        Assert.Equal(
            traceId, answer.Headers.TryGetValues(WireResponse.TraceIdHeader, out var found) ? found.Single() : null);
    }

    [Theory]
    [InlineData(null, "authenticate, authorize, operation")]
    [InlineData("key 1", "authenticate, authorize, idempotency, operation")]
    public async Task A_caller_is_authenticated_once_and_authorized_before_the_idempotency_key_is_read(
        string? key, string steps)
    {
        var endpoint = new Endpoint(isKnown: true);
        var request = new FakeRequest(Stream.Null);
        if (key is not null) request.Headers.Add(IdempotencyMiddleware.Header, key);

        var answer = await Exchange().HandleIdempotentAsync(request, endpoint, endpoint.OperateAsync);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(steps, string.Join(", ", endpoint.Steps));
    }

    [Fact]
    public async Task An_unauthenticated_caller_reaches_neither_stored_responses_nor_the_operation()
    {
        var endpoint = new Endpoint(isKnown: false);
        var request = new FakeRequest(Stream.Null) { Headers = { { IdempotencyMiddleware.Header, "key 1" } } };

        var once = await Exchange().HandleIdempotentAsync(request, endpoint, endpoint.OperateAsync);
        var plain = await Exchange().HandleAsync(request, endpoint, endpoint.OperateAsync);

        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (once.StatusCode, plain.StatusCode));
        Assert.Equal(["authenticate", "authenticate"], endpoint.Steps);
        Assert.Equal(0, _answers.Calls);
    }

    [Theory]
    [InlineData("Content-Length", "5")]
    [InlineData("Transfer-Encoding", "chunked")]
    public async Task A_stranger_s_body_is_not_read(string header, string value)
    {
        var endpoint = new Endpoint(isKnown: false);
        var body = new ScriptedBody([], new InvalidOperationException("The body was read."));
        var request = new FakeRequest(body) { Headers = { { header, value } } };

        var plain = await Exchange().HandleAsync(request, endpoint, endpoint.OperateAsync);
        var once = await Exchange().HandleIdempotentAsync(request, endpoint, endpoint.OperateAsync);

        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (plain.StatusCode, once.StatusCode));
        Assert.Equal(["head", "head"], endpoint.Steps);
        Assert.Empty(Errors);
    }

    private async Task<string> AnswerAsync(
        FakeRequest request, Func<WireRequest, CancellationToken, Task<WireResponse>>? handle = null)
    {
        var answer = await Exchange().AnswerAnyoneAsync(
            request, new Dialect(), handle ?? DoneAsync, RequestLimits.MaxBodyBytes);
        var body = ((MemoryStream)answer.Body).ToArray();
        return $"{(int)answer.StatusCode} {Encoding.UTF8.GetString(body)}";
    }

    private Task<WireResponse> DoneAsync(WireRequest request, CancellationToken cancellationToken)
    {
        _handled.Add(request);
        return Task.FromResult(Text(200, "done"));
    }

    private HttpExchange Exchange() => new(
        new IdempotencyMiddleware(_answers, new Numbers(), TimeProvider.System),
        new CrossOrigin(new ConfigurationBuilder().Build()),
        _gate,
        _time,
        _log);

    private static WireResponse Text(int status, string text) =>
        WireResponse.Empty(status) with { Body = Encoding.UTF8.GetBytes(text) };

    private sealed class Dialect : IDialect
    {
        public WireResponse Fault(int status, string traceId) => Text(status, "fault");

        public WireResponse RejectBody(WireRequest request, BodyProblem problem) =>
            Text(
                problem switch { BodyProblem.TooLarge => 413, BodyProblem.TooSlow => 408, _ => 400 },
                $"{problem}");
    }

    /// <summary>Records its calls in order.</summary>
    private sealed class Endpoint(bool isKnown) : IEndpoint<WireRequest>
    {
        private static readonly Organization Demo = new(
            OrganizationId.From("demo"), AllocationPolicy.FewestCaptures, Organization.DefaultAuthorizationLifetime)
        {
            FingerprintKey = new byte[32],
        };

        public List<string> Steps { get; } = [];

        public IDialect Dialect { get; } = new Dialect();

        public ValueTask<Authentication<WireRequest>> AuthenticateAsync(
            WireRequest request, CancellationToken cancellationToken)
        {
            Steps.Add("authenticate");
            return ValueTask.FromResult<Authentication<WireRequest>>(isKnown ? request : WireResponse.Empty(401));
        }

        public ValueTask<WireResponse?> RejectHeadAsync(WireRequest head, CancellationToken cancellationToken)
        {
            Steps.Add("head");
            return ValueTask.FromResult(isKnown ? null : WireResponse.Empty(401));
        }

        public ValueTask<WireResponse?> LimitRateAsync(WireRequest call, CancellationToken cancellationToken) =>
            ValueTask.FromResult<WireResponse?>(null);

        public bool TryAuthorize(WireRequest call, [NotNullWhen(false)] out WireResponse? rejection)
        {
            Steps.Add("authorize");
            rejection = null;
            return true;
        }

        public Principal GetPrincipal(WireRequest call) => new(Demo, CredentialId.From("flow/demo"), Scopes.All);

        public WireResponse RejectScope(WireRequest call, Scopes required) => Text(403, $"{required}");

        public IdempotencyScope GetIdempotencyScope(WireRequest call)
        {
            Steps.Add("idempotency");
            return new IdempotencyScope(Demo, RequestId: "");
        }

        public WireResponse RejectKey(WireRequest call, IdempotencyKeyError problem) => Text(422, $"{problem}");

        public Task<WireResponse> OperateAsync(WireRequest call, CancellationToken cancellationToken)
        {
            Steps.Add("operation");
            return Task.FromResult(WireResponse.Empty(200));
        }
    }

    private sealed class Numbers : IIdSource
    {
        public Guid NextId() => Guid.NewGuid();
    }
}
