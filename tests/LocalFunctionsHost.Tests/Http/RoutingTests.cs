using System.Net;
using LocalFunctionsHost.Tests.Hosts;

namespace LocalFunctionsHost.Tests.Http;

/// <summary>WebScriptHostHttpRoutesManager, FunctionMetadataManager and WebJobsRouter of the Functions host.</summary>
[Collection(BothHostsCollection.Name)]
public sealed class RoutingTests(BothHosts hosts)
{
    [Theory]
    [InlineData(Mode.Proxying)]
    [InlineData(Mode.Plain)]
    public Task The_first_function_by_name_wins_even_over_a_literal_route(Mode mode) =>
        Answers(mode, "items/versions", "ItemA");

    [Theory]
    [InlineData(Mode.Proxying)]
    [InlineData(Mode.Plain)]
    public Task A_constraint_leaves_a_path_to_a_later_function(Mode mode) =>
        Answers(mode, "guarded/versions", "GuardedB");

    [Fact]
    public Task A_path_that_a_constraint_allows_goes_to_its_function() =>
        Answers(Mode.Proxying, "guarded/other", "GuardedA");

    [Fact]
    public async Task A_function_whose_methods_do_not_match_leaves_the_path_to_a_later_one()
    {
        using var answer = await hosts[Mode.Plain].Client.PostAsync("items/versions", null);
        Assert.Equal("itemBVersions", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("POST", "guarded/versions")]
    [InlineData("HEAD", "items/1")]
    [InlineData("OPTIONS", "items/1")]
    [InlineData("GET", "nothing")]
    [InlineData("GET", "items//1")]
    [InlineData("GET", "status/two")]
    [InlineData("GET", "ids/7")]
    [InlineData("GET", "api/items/1")]
    public async Task A_request_without_a_matching_route_and_method_is_404_without_body_or_Allow(
        string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await hosts[Mode.Proxying].Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        Assert.Empty(answer.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("ITEMS/Versions", "ItemA")]
    [InlineData("items/versions/", "ItemA")]
    [InlineData("WithoutRoute", "WithoutRoute")]
    [InlineData("maybe", "(null)")]
    [InlineData("maybe/x", "x")]
    [InlineData("ids/00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000001")]
    [InlineData("segment/a%2Fb", "a%2Fb")]
    [InlineData("segment/a%252Fb", "a%2Fb")]
    [InlineData("segment/a%20b+c", "a b+c")]
    [InlineData("segment/%zz", "%zz")]
    [InlineData("segment/x/../y", "y")]
    [InlineData("segment/x/%2e%2e/y", "y")]
    public async Task A_path_is_parsed_as_Kestrel_does_and_ignores_case(string path, string expected)
    {
        foreach (var mode in Enum.GetValues<Mode>())
        {
            var answer = await RawRequest.GetAsync(hosts[mode], "/" + path);
            Assert.Contains(expected, RawRequest.ReadBody(answer), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_null_character_in_a_path_is_400() =>
        Assert.Equal(400, RawRequest.ReadStatus(await RawRequest.GetAsync(hosts[Mode.Proxying], "/segment/%00")));

    [Theory]
    [InlineData(Mode.Proxying)]
    [InlineData(Mode.Plain)]
    public async Task A_method_in_lower_case_matches(Mode mode) =>
        Assert.Equal(200, RawRequest.ReadStatus(await RawRequest.GetAsync(hosts[mode], "/items/1", "get")));

    [Theory]
    [InlineData(Mode.Proxying)]
    [InlineData(Mode.Plain)]
    public async Task A_route_value_that_is_not_a_Guid_is_500_without_a_constraint(Mode mode)
    {
        using var answer = await hosts[mode].Client.GetAsync("any-id/7");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    [Fact]
    public void A_route_that_begins_with_a_reserved_word_is_rejected_at_startup() => Assert.Contains(
        "AdminRoute is not loaded: the specified route conflicts with one or more built in routes",
        hosts[Mode.Proxying].Output,
        StringComparison.Ordinal);

    [Fact]
    public void A_second_function_with_the_same_route_and_method_is_rejected_at_startup() => Assert.Contains(
        "ZConflict is not loaded: the route specified conflicts with the route defined by function 'AConflict'",
        hosts[Mode.Proxying].Output,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("GET", "admin/host/ping", HttpStatusCode.OK)]
    [InlineData("GET", "admin/warmup", HttpStatusCode.OK)]
    [InlineData("GET", "admin/host/status", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "ADMIN/functions", HttpStatusCode.Unauthorized)]
    [InlineData("POST", "admin/functions/Echo", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "admin/vfs/site", HttpStatusCode.Unauthorized)]
    [InlineData("POST", "runtime/webhooks/x/y", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "admin/below/x", HttpStatusCode.OK)]
    [InlineData("GET", "runtime/x/y", HttpStatusCode.NotFound)]
    public async Task The_host_s_own_paths_require_a_key_and_all_others_lead_to_functions(
        string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await hosts[Mode.Plain].Client.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task The_root_is_the_host_s_home_page()
    {
        using var answer = await hosts[Mode.Proxying].Client.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_function_that_requires_a_key_is_401_and_a_disabled_one_404()
    {
        using var key = await hosts[Mode.Proxying].Client.GetAsync("key-wanted");
        using var disabled = await hosts[Mode.Proxying].Client.GetAsync("disabled");
        Assert.Equal(HttpStatusCode.Unauthorized, key.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, disabled.StatusCode);
    }

    private async Task Answers(Mode mode, string path, string expected) =>
        Assert.Equal(expected, await hosts[mode].Client.GetStringAsync(path));
}
