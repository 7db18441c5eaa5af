using System.Net;
using System.Net.Sockets;

namespace LocalFunctionsHost.Tests.Hosts;

/// <summary>With an app that can't be run, the host ends with exit code 1 and one line that says why.</summary>
public sealed class StartTests
{
    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public async Task A_worker_that_never_loads_is_reported_with_its_last_errors()
    {
        var broken = new Dictionary<string, string> { ["TESTAPP_BROKEN"] = "1" };
        await using var host = RunningHost.Launch(broken, RunningHost.TestApp);
        Assert.Equal(1, await host.ExitCodeAsync());
        Assert.Contains("ended 3 times before it was loaded, last with exit code 7", host.Errors);
        Assert.Contains("This worker is broken.", host.Errors);
    }

    [Fact]
    public async Task A_directory_without_a_function_app_is_reported()
    {
        using var empty = new AppDirectory();
        await using var host = RunningHost.Launch(Nothing, empty.Path);
        Assert.Equal(1, await host.ExitCodeAsync());
        Assert.Contains("worker.config.json", host.Errors);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"version\":\"2.0\",\"functionTimeout\":\"soon\"}")]
    [InlineData("{\"version\":\"2.0\",\"logging\":{\"logLevel\":{\"default\":\"Loud\"}}}")]
    [InlineData("{\"version\":\"2.0\",\"extensions\":{\"serviceBus\":{\"maxConcurrentCalls\":\"many\"}}}")]
    public async Task An_invalid_host_json_is_reported(string hostJson)
    {
        using var app = new AppDirectory();
        File.Copy(
            Path.Combine(RunningHost.TestApp, "worker.config.json"), Path.Combine(app.Path, "worker.config.json"));
        await File.WriteAllTextAsync(Path.Combine(app.Path, "host.json"), hostJson);
        await using var host = RunningHost.Launch(Nothing, app.Path);
        Assert.Equal(1, await host.ExitCodeAsync());
        Assert.Contains("host.json", host.Errors);
    }

    [Fact]
    public async Task A_port_in_use_is_reported()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var host = RunningHost.Launch(Nothing, RunningHost.TestApp, "--port", $"{port}");
        Assert.Equal(1, await host.ExitCodeAsync());
        Assert.Contains($"http://127.0.0.1:{port}: address already in use", host.Errors);
    }

    [Fact]
    public async Task A_host_that_is_stopped_while_starting_ends_together_with_its_worker()
    {
        await using var host = RunningHost.Launch(Nothing, RunningHost.TestApp);
        await Eventually.IsTrueAsync(() => host.WorkerPid is not null, "a worker");
        host.Signal("TERM");
        Assert.Equal(0, await host.ExitCodeAsync());
        var worker = host.WorkerPid!.Value;
        await Eventually.IsTrueAsync(() => !RunningHost.IsAlive(worker), "the worker to end");
    }

    [Fact]
    public async Task A_setting_can_disable_the_home_page()
    {
        var off = new Dictionary<string, string> { ["AzureWebJobsDisableHomepage"] = "true" };
        await using var host = await RunningHost.StartAsync(off);
        using var answer = await host.Client.GetAsync("/");
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Fact]
    public async Task Host_json_and_its_overrides_set_the_route_prefix_and_a_setting_the_maximum_body_size()
    {
        var environment = new Dictionary<string, string>
        {
            ["TESTAPP_PLAIN"] = "1",
            ["AzureFunctionsJobHost__extensions__http__routePrefix"] = "v1/api",
            ["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"] = "10",
        };
        await using var host = await RunningHost.StartAsync(environment);
        Assert.Equal("ItemA", await host.Client.GetStringAsync("v1/api/items/1"));
        using var without = await host.Client.GetAsync("items/1");
        Assert.Equal(HttpStatusCode.NotFound, without.StatusCode);
        using var content = new ByteArrayContent(new byte[11]);
        using var tooLong = await host.Client.PostAsync("v1/api/size", content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLong.StatusCode);
    }

    private sealed class AppDirectory : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("function-app-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
