namespace LocalFunctionsHost.Tests.Hosts;

/// <summary>How HTTP requests reach the worker.</summary>
public enum Mode
{
    /// <summary>ASP.NET Core integration.</summary>
    Proxying,

    /// <summary>As messages.</summary>
    Plain,
}

/// <summary>One host per mode, shared by all tests that only send requests.</summary>
public sealed class BothHosts : IAsyncLifetime
{
    private RunningHost _proxying = null!;
    private RunningHost _plain = null!;

    internal RunningHost this[Mode mode] => mode == Mode.Plain ? _plain : _proxying;

    public async ValueTask InitializeAsync()
    {
        var environment = new Dictionary<string, string> { ["AzureFunctionsJobHost__functionTimeout"] = "00:01:00" };
        _proxying = await RunningHost.StartAsync(environment);
        _plain = await RunningHost.StartAsync(new Dictionary<string, string>(environment) { ["TESTAPP_PLAIN"] = "1" });
    }

    public async ValueTask DisposeAsync()
    {
        await _proxying.DisposeAsync();
        await _plain.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class BothHostsCollection : ICollectionFixture<BothHosts>
{
    public const string Name = "both hosts";
}
