using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Payments.Testing;

namespace Payments.EndToEnd.Tests;

/// <summary><c>./run keys</c> beside a running service.</summary>
public sealed partial class KeysTests
{
    /// <summary>A change of a credential is seen within a minute; the rest is for a busy machine.</summary>
    private static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(90);

    private static string Assembly => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Payments.Keys", "release", "Payments.Keys.dll"));

    [Fact]
    public async Task A_new_credential_is_taken_without_a_restart_listed_whole_and_revoked()
    {
        await using var state = new SharedState();
        var service = await state.StartAsync();
        await RunAsync(state, "create-organization", "acme");
        var created = await RunAsync(state, "create", "acme", "flow", "--scopes", "read,write");
        var name = Find(created, "credential");
        var token = Find(created, "token");

        Assert.Equal(HttpStatusCode.OK, await WaitForAsync(service, token, HttpStatusCode.OK));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(service, token, "ops/audit"));
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(service, token, "demo/refunds"));
        var listed = await RunAsync(state, "list", "acme");
        Assert.Contains($" {name} ", listed, StringComparison.Ordinal);
        Assert.DoesNotContain(token, listed, StringComparison.Ordinal);

        await RunAsync(state, "revoke", "flow", name["flow/".Length..]);
        Assert.Equal(HttpStatusCode.Unauthorized, await WaitForAsync(service, token, HttpStatusCode.Unauthorized));
    }

    private static async Task<HttpStatusCode> WaitForAsync(
        ServiceProcess service, string token, HttpStatusCode expected)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var status = await GetAsync(service, token, "acme/refunds");
            if (status == expected || watch.Elapsed > SeenWithin) return status;
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private static async Task<HttpStatusCode> GetAsync(ServiceProcess service, string token, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
        using var response = await service.Http.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>What a command prints.</summary>
    private static async Task<string> RunAsync(SharedState state, params string[] command)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Assembly, .. command, "--state", state.Folder, "--root", RepositoryRoot.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }

    private static string Find(string output, string label) =>
        Line().Matches(output).Single(line => line.Groups["label"].Value == label).Groups["value"].Value;

    [GeneratedRegex(@"^(?<label>[a-z ]+): +(?<value>\S+)\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
