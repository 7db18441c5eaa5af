using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Payments.EndToEnd.Tests.Faults;

namespace Payments.EndToEnd.Tests;

/// <summary>One service for the tests of a class.</summary>
[SuppressMessage("Design", "CA1001", Justification = "xunit calls DisposeAsync of IAsyncLifetime.")]
public sealed class ServiceFixture : IAsyncLifetime
{
    private readonly SharedState _state = new();

    /// <summary>The running service.</summary>
    public ServiceProcess Service { get; private set; } = null!;

    /// <summary>An OrderCloud token with all roles.</summary>
    public string Token { get; private set; } = "";

    /// <summary>The worker's process id.</summary>
    public int FindWorker() => _state.FindId(Part.Worker)!.Value;

    public async ValueTask InitializeAsync()
    {
        Service = await _state.StartAsync();
        using var request = Requests.Token();
        using var response = await Service.Http.SendAsync(request);
        Token = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["access_token"]!.GetValue<string>();
    }

    public async ValueTask DisposeAsync() => await _state.DisposeAsync();
}
