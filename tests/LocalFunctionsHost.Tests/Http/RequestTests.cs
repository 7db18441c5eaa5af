using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LocalFunctionsHost.Tests.Hosts;

namespace LocalFunctionsHost.Tests.Http;

/// <summary>
/// The parts of a request that reach a function, and the parts of its response that reach the caller.
/// </summary>
[Collection(BothHostsCollection.Name)]
public sealed class RequestTests(BothHosts hosts)
{
    [Theory]
    [InlineData(Mode.Proxying)]
    [InlineData(Mode.Plain)]
    public async Task A_body_with_Content_Length_arrives(Mode mode)
    {
        using var content = new StringContent("höher", Encoding.UTF8);
        using var answer = await hosts[mode].Client.PostAsync("echo", content);
        Assert.Equal("höher", (await ReadEchoAsync(answer)).GetProperty("body").GetString());
    }

    [Theory]
    [InlineData(Mode.Proxying, "{\"a\":1}")]
    [InlineData(Mode.Plain, "")]
    public async Task A_chunked_body_arrives_only_by_proxying(Mode mode, string expected)
    {
        using var answer = await hosts[mode].Client.PostAsJsonAsync("echo", new { a = 1 });
        Assert.Equal(expected, (await ReadEchoAsync(answer)).GetProperty("body").GetString());
    }

    [Theory]
    [InlineData(Mode.Proxying)]
    [InlineData(Mode.Plain)]
    public async Task Url_method_and_query_arrive_as_they_were_sent(Mode mode)
    {
        var answer = await RawRequest.GetAsync(hosts[mode], "/echo/a%20b?x=%C3%A9&y", "PATCH", "Content-Length: 0\r\n");
        Assert.Contains("\"url\":\"http://test.example/echo/a%20b?x=%C3%A9", answer, StringComparison.Ordinal);
        Assert.Contains("\"method\":\"PATCH\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Mode.Proxying, "X-Mixed")]
    [InlineData(Mode.Plain, "x-mixed")]
    public async Task Header_names_arrive_as_sent_by_proxying_and_in_lower_case_otherwise(Mode mode, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "echo");
        request.Headers.Add("X-Mixed", "v");
        using var answer = await hosts[mode].Client.SendAsync(request);
        Assert.Equal("v", (await ReadEchoAsync(answer)).GetProperty("headers").GetProperty(expected).GetString());
    }

    [Fact]
    public async Task Proxying_names_the_invocation_and_the_original_host()
    {
        using var answer = await hosts[Mode.Proxying].Client.GetAsync("echo");
        var headers = (await ReadEchoAsync(answer)).GetProperty("headers");
        Assert.True(Guid.TryParse(headers.GetProperty("x-ms-invocation-id").GetString(), out _));
        Assert.True(headers.TryGetProperty("X-Original-Host", out _));
        Assert.False(headers.TryGetProperty("Connection", out _));
    }

    [Theory]
    [InlineData(Mode.Proxying)]
    [InlineData(Mode.Plain)]
    public async Task Query_and_route_values_and_fields_of_a_JSON_body_are_binding_data(Mode mode)
    {
        using var content = new StringContent("{\"field\":true,\"list\":[1],\"rest\":\"body\",\"none\":null}");
        using var answer = await hosts[mode].Client.PostAsync("echo/route?x=1&x=2&code=key&rest=query", content);
        var data = (await ReadEchoAsync(answer)).GetProperty("data");
        Assert.Equal("2", data.GetProperty("x").GetString());
        Assert.Equal("route", data.GetProperty("rest").GetString());
        Assert.Equal("True", data.GetProperty("field").GetString());
        Assert.Contains("\"code\":\"key\"", data.GetProperty("Query").GetString(), StringComparison.Ordinal);
        Assert.Contains("\"Host\":", data.GetProperty("Headers").GetString(), StringComparison.Ordinal);
        foreach (var name in new[] { "list", "none", "code" }) Assert.False(data.TryGetProperty(name, out _));
    }

    [Theory]
    [InlineData(Mode.Proxying, "token?cancellationToken=x")]
    [InlineData(Mode.Plain, "token?CANCELLATIONTOKEN=x")]
    public async Task A_query_value_named_like_a_CancellationToken_parameter_is_500(Mode mode, string path)
    {
        using var answer = await hosts[mode].Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(Mode.Proxying)]
    [InlineData(Mode.Plain)]
    public async Task A_field_of_a_JSON_body_named_like_a_CancellationToken_parameter_is_500(Mode mode)
    {
        using var content = new StringContent("{\"cancellationToken\":\"x\"}");
        using var answer = await hosts[mode].Client.PostAsync("token", content);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    [Theory]
    [InlineData(Mode.Proxying, "{\"a\":\"\\ud800\"}")]
    [InlineData(Mode.Proxying, "{\"\\udc00\":1}")]
    [InlineData(Mode.Plain, "{\"a\":\"\\ud800\"}")]
    public async Task A_JSON_body_with_half_of_a_character_arrives_as_it_is(Mode mode, string body)
    {
        using var content = new StringContent(body);
        using var answer = await hosts[mode].Client.PostAsync("echo", content);
        Assert.Equal(body, (await ReadEchoAsync(answer)).GetProperty("body").GetString());
    }

    [Theory]
    [InlineData(Mode.Proxying)]
    [InlineData(Mode.Plain)]
    public async Task A_query_value_named_like_the_trigger_changes_nothing(Mode mode) =>
        Assert.Equal("token", await hosts[mode].Client.GetStringAsync("token?request=x"));

    [Theory]
    [InlineData(Mode.Proxying)]
    [InlineData(Mode.Plain)]
    public async Task A_function_that_throws_is_500_without_a_body(Mode mode)
    {
        using var answer = await hosts[mode].Client.GetAsync("throws");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        Assert.Contains("No GET.", hosts[mode].Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Mode.Proxying, HttpStatusCode.OK)]
    [InlineData(Mode.Plain, HttpStatusCode.NoContent)]
    public async Task A_function_without_a_result_is_200_by_proxying_and_204_otherwise(
        Mode mode, HttpStatusCode expected)
    {
        using var answer = await hosts[mode].Client.GetAsync("no-answer");
        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData(205)]
    [InlineData(304)]
    [InlineData(418)]
    [InlineData(599)]
    public async Task Status_and_headers_are_the_function_s_and_the_server_is_Kestrel(int status)
    {
        foreach (var mode in Enum.GetValues<Mode>())
        {
            using var answer = await hosts[mode].Client.GetAsync($"status/{status}");
            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Equal("one", Assert.Single(answer.Headers.GetValues("X-Answer")));
            Assert.Equal("Kestrel", answer.Headers.Server.ToString());
        }
    }

    [Fact]
    public async Task A_body_over_the_worker_s_30_000_000_bytes_is_500_by_proxying_and_arrives_otherwise()
    {
        using var content = new ByteArrayContent(new byte[30_000_001]);
        using var proxied = await hosts[Mode.Proxying].Client.PostAsync("size", content);
        Assert.Equal(HttpStatusCode.InternalServerError, proxied.StatusCode);
        using var plain = await hosts[Mode.Plain].Client.PostAsync("size", content);
        Assert.Equal("30000001", await plain.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_header_of_more_than_32_KiB_is_431()
    {
        var header = $"X-Long: {new string('x', 33_000)}\r\n";
        var answer = await RawRequest.GetAsync(hosts[Mode.Proxying], "/echo", headers: header);
        Assert.Equal(431, RawRequest.ReadStatus(answer));
    }

    [Fact]
    public async Task A_non_ASCII_header_is_400_by_proxying_and_arrives_in_a_message()
    {
        const string header = "X-Name: é\r\n";
        var plain = await RawRequest.GetAsync(hosts[Mode.Plain], "/echo", headers: header);
        Assert.Contains("\"x-name\":\"\\u00E9\"", plain, StringComparison.Ordinal);

        var proxied = await RawRequest.GetAsync(hosts[Mode.Proxying], "/echo", headers: header);
        Assert.Equal(400, RawRequest.ReadStatus(proxied));
    }

    [Fact]
    public async Task A_body_with_broken_chunks_is_400_before_the_worker_ceases_to_wait_for_it()
    {
        var started = Stopwatch.StartNew();
        var answer = await RawRequest.GetAsync(
            hosts[Mode.Proxying], "/echo", "POST", "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\nzz\r\n");
        Assert.Equal(400, RawRequest.ReadStatus(answer));
        Assert.InRange(started.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(Mode.Proxying)]
    [InlineData(Mode.Plain)]
    public async Task An_aborted_body_does_not_affect_later_requests(Mode mode)
    {
        const string begun = "POST /size HTTP/1.1\r\nHost: test.example\r\n";
        foreach (var broken in new[] { "Content-Length: 9\r\n\r\nx", "Transfer-Encoding: chunked\r\n\r\nzz\r\n" })
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(IPAddress.Loopback, hosts[mode].Port);
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(begun + broken));
        }
        Assert.Equal("ItemA", await hosts[mode].Client.GetStringAsync("items/1"));
    }

    [Theory]
    [InlineData(Mode.Proxying)]
    [InlineData(Mode.Plain)]
    public async Task A_function_whose_caller_hangs_up_is_cancelled(Mode mode)
    {
        var before = Count(mode, "slow cancelled");
        var begun = Count(mode, "slow began");
        using var hangUp = new CancellationTokenSource();
        var request = hosts[mode].Client.GetAsync("slow/2500", hangUp.Token);
        await Eventually.IsTrueAsync(() => Count(mode, "slow began") > begun, "a call");
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await Eventually.IsTrueAsync(() => Count(mode, "slow cancelled") > before, "a cancelled call");
    }

    [Fact]
    public async Task Calls_are_logged_at_Information_under_their_function_s_category_unless_host_json_silences_it()
    {
        await hosts[Mode.Proxying].Client.GetStringAsync("quiet");
        await hosts[Mode.Proxying].Client.GetStringAsync("items/1");
        await Eventually.IsTrueAsync(
            () => hosts[Mode.Proxying].Output.Contains("Function.ItemA: Executed 'Functions.ItemA' (Succeeded"),
            "a line");
        Assert.DoesNotContain("Function.Quiet", hosts[Mode.Proxying].Output, StringComparison.Ordinal);
    }

    private int Count(Mode mode, string line) => hosts[mode].Recorded.Count(recorded => recorded == line);

    private static async Task<JsonElement> ReadEchoAsync(HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<JsonElement>();
}
