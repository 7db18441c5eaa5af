using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Payments.EndToEnd.Tests.Faults;

namespace Payments.EndToEnd.Tests;

/// <summary>Rules for every operation, through the host and the real worker.</summary>
public sealed partial class EveryOperationTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    /// <summary>The maximum body size that the service accepts (HttpExchange).</summary>
    private const int MaximumBodyBytes = 256 * 1024;

    private static readonly string[] BodyMethods = ["POST", "PUT", "PATCH"];

    /// <summary>
    /// Names that a function's parameter has, had, or could have. The Functions host treats a query value of that name,
    /// or a field of a JSON body, as binding data; it must not reach the parameter.
    /// </summary>
    private static readonly string[] ParameterNames =
    [
        "request", "cancellationToken", "cancellation", "context", "functionContext", "organization", "key",
        "direction", "orderID", "paymentID", "transactionID", "transactionId", "number", "orderNumber", "queue",
        "sequenceNumber", "name", "timer", "message", "actions", "Query", "Headers",
    ];

    private HttpClient Http => fixture.Service.Http;

    public static TheoryData<string> Functions => [.. Operation.All.Select(operation => operation.Function)];

    public static TheoryData<string> FunctionsWithBodies =>
    [
        .. Operation.All.Where(operation => BodyMethods.Contains(operation.Method))
            .Select(operation => operation.Function),
    ];

    /// <summary>To requeue a dead letter takes no body: none is read, however long.</summary>
    public static TheoryData<string> FunctionsThatReadBodies =>
    [
        .. Operation.All.Where(operation => BodyMethods.Contains(operation.Method))
            .Select(operation => operation.Function)
            .Where(function => !function.StartsWith("OpsRequeue", StringComparison.Ordinal)),
    ];

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task A_query_value_or_field_named_like_a_parameter_is_ignored(string function)
    {
        var query = string.Join('&', ParameterNames.Select(name => $"{name}=x"));
        var body = new JsonObject(ParameterNames.Select(name => KeyValuePair.Create<string, JsonNode?>(name, "x")));

        var (status, text) = await SendAsync(FindOperation(function), $"?{query}", body.ToJsonString(), chunked: false);

        Assert.True(status < 500, $"{status} {text}");
    }

    [Theory]
    [MemberData(nameof(FunctionsWithBodies))]
    public async Task A_chunked_body_gets_the_same_response_as_one_of_known_length(string function)
    {
        const string Nonsense = """{"nonsense":"of a shop","amount":{"total":"much"}}""";

        var known = await SendAsync(FindOperation(function), "", Nonsense, chunked: false);
        var chunked = await SendAsync(FindOperation(function), "", Nonsense, chunked: true);

        Assert.InRange(known.Status, 200, 499);
        Assert.Equal(known, chunked);
    }

    [Theory]
    [MemberData(nameof(FunctionsThatReadBodies))]
    public async Task A_chunked_body_over_the_limit_is_413_in_the_form_of_its_API(string function)
    {
        var body = $$"""{"padding":"{{new string('x', MaximumBodyBytes)}}"}""";

        var (status, text) = await SendAsync(FindOperation(function), "", body, chunked: true);

        Assert.Equal(413, status);
        var root = JsonNode.Parse(text)!.AsObject();
        string[] names = ["code", "Errors", "error"];
        Assert.Contains(root, property => names.Contains(property.Key));
    }

    [Fact]
    public async Task Chunked_requests_of_PostAsJsonAsync_pay_capture_and_refund()
    {
        var order = new { currency = "USD", total = 100m };
        await ExpectAsync(201, HttpMethod.Put, "/demo/orders/chunked-1", order);
        var authorization = await ExpectAsync(201, HttpMethod.Post, "/demo/authorizations", new
        {
            discriminator = "merchant_of_record_authorization_form",
            token = "tok-visa",
            order_number = "chunked-1",
        });
        var id = authorization["id"]!.GetValue<string>();
        await ExpectAsync(201, HttpMethod.Post, "/demo/captures", new { authorization_id = id, amount = 100m });

        var refund = await ExpectAsync(
            201, HttpMethod.Post, "/demo/refunds", new { order_number = "chunked-1", key = "chunked-r", amount = 40m });

        Assert.Equal("pending", refund["status"]!.GetValue<string>());
        var final = await new Storefront(Http).WaitForFinalStateAsync("chunked-r");
        Assert.Equal(40m, final["amount"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task The_signature_of_a_chunked_credit_is_valid()
    {
        using var request = Requests.Credit(Guid.NewGuid().ToString(), 12.04m);
        request.Headers.TransferEncodingChunked = true;

        using var response = await Http.SendAsync(request);

        Assert.Equal(201, (int)response.StatusCode);
    }

    /// <summary>
    /// The app's own 400 (RequestReader) is for requests that reach the worker directly: a proxying host rejects this
    /// one earlier (azure-functions-host, RetryProxyHandler: a request that has been started can't be sent again).
    /// </summary>
    [Fact]
    public async Task A_body_with_broken_chunks_is_rejected_by_the_host_and_nothing_is_stored()
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(Http.BaseAddress!.Host, Http.BaseAddress.Port);
        var stream = connection.GetStream();
        var token = Convert.ToBase64String("demo-flow-token:"u8);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"PUT /demo/orders/broken-1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {token}\r\n"
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"cur\r\nZZ\r\n"));

        using var reader = new StreamReader(stream, Encoding.ASCII);
        var status = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal("HTTP/1.1 400 Bad Request", status);
        var order = await new Storefront(Http).SendAsync(HttpMethod.Get, "orders/broken-1");
        Assert.Equal(404, order.Status);
    }

    private static Operation FindOperation(string function) =>
        Operation.All.Single(operation => operation.Function == function);

    /// <summary>The response, without the parts that differ between requests.</summary>
    private async Task<(int Status, string Text)> SendAsync(
        Operation operation, string query, string body, bool chunked)
    {
        using var request = Requests.Create(
            operation, query, fixture.Token, BodyMethods.Contains(operation.Method) ? body : null);
        request.Headers.TransferEncodingChunked = chunked && request.Content is not null;
        using var response = await Http.SendAsync(request);
        return ((int)response.StatusCode, Passing().Replace(await response.Content.ReadAsStringAsync(), "…"));
    }

    private async Task<JsonNode> ExpectAsync(int status, HttpMethod method, string path, object body)
    {
        using var request = Requests.Flow(method, path, root: "");
        request.Content = JsonContent.Create(body);
        Assert.Null(request.Content.Headers.ContentLength);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{24,}|[0-9]{10,}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z")]
    private static partial Regex Passing();
}
