using System.Net;

namespace Payments.LocalHost.Tests.Http;

public sealed class HttpTriggerTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Route_values_are_bound_by_name_and_type()
    {
        var id = Guid.NewGuid();

        var body = await _host.Http.GetStringAsync($"shop/things/a%20b/42/{id}?page=3");

        Assert.Equal($"a b 42 {id} 3", body);
        Assert.Equal(["GetThing"], _host.Recorder.Calls);
    }

    [Theory]
    [InlineData("shop/optional", "none")]
    [InlineData("shop/optional/given", "given")]
    public async Task An_optional_route_value_may_be_absent(string path, string expected) =>
        Assert.Equal(expected, await _host.Http.GetStringAsync(path));

    [Fact]
    public async Task The_answer_has_the_functions_status_headers_cookies_and_body()
    {
        using var response = await _host.Http.PutAsync("shop/Echo", new StringContent("héllo"));

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(["PUT"], response.Headers.GetValues("X-Method"));
        Assert.Equal(["one", "two"], response.Headers.GetValues("X-Several"));
        Assert.Equal(["seen=yes"], response.Headers.GetValues("Set-Cookie"));
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(6, response.Content.Headers.ContentLength);
        Assert.Equal("héllo", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task A_trigger_without_methods_answers_every_method_and_may_have_no_body(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "shop/NoContent");
        using var response = await _host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Theory]
    [InlineData("GET", "nowhere", HttpStatusCode.NotFound)]
    [InlineData("GET", "optional", HttpStatusCode.NotFound)]
    [InlineData("GET", "shop/things/a/not-a-number/x", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "shop/Echo", HttpStatusCode.MethodNotAllowed)]
    public async Task What_no_function_serves_is_refused(string method, string path, HttpStatusCode expected)
    {
        using var response = await _host.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task A_function_that_throws_answers_500_and_tells_nothing()
    {
        using var response = await _host.Http.GetAsync(new Uri("shop/Fail", UriKind.Relative));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(1024 * 1024, HttpStatusCode.Created)]
    [InlineData(1024 * 1024 + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_may_hold_one_mebibyte(int bytes, HttpStatusCode expected)
    {
        using var response = await _host.Http.PostAsync("shop/Echo", new ByteArrayContent(new byte[bytes]));

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task A_request_in_hand_is_answered_before_the_host_stops()
    {
        var answering = _host.Http.GetAsync(new Uri("shop/Slow", UriKind.Relative));
        await _host.Recorder.WaitAsync(1);

        var stopping = _host.StopAsync();
        _host.Recorder.Release();

        using var response = await answering;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await stopping;
    }
}
