using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Payments.Tables.Availability;
using Payments.Tables.Storage;
using Payments.Testing;

namespace Payments.Tables.Tests.SeveralAccounts;

/// <summary>
/// An Azurite with many storage accounts: two that the tests share, as they are at startup, and new ones for those that
/// are about the start.
/// </summary>
public sealed class SpreadTables : IAsyncLifetime
{
    private const int Names = 80;

    private static readonly string[] All = [.. Enumerable.Range(0, Names).Select(number => $"account{number:d2}")];

    private readonly AzuriteFixture _azurite = new() { Accounts = All };
    private int _taken = 2;

    /// <summary>The two shared accounts.</summary>
    public StorageAccounts Accounts => Connect();

    public async ValueTask InitializeAsync()
    {
        await _azurite.InitializeAsync();
        using var tables = new TableInitializer(Connect(), TimeProvider.System, NullLogger<TableInitializer>.Instance);
        await tables.StartingAsync(default);
    }

    public ValueTask DisposeAsync() => _azurite.DisposeAsync();

    /// <summary>The two shared accounts, optionally with another transport to each.</summary>
    public StorageAccounts Connect(params HttpPipelineTransport[] transports) => new(
        [.. All.Take(2).Select((name, index) => ConnectTo(name, transports.ElementAtOrDefault(index)))],
        areChecked: true);

    /// <summary>The names of some accounts that no test has used.</summary>
    public string[] TakeNew(int count)
    {
        var end = Interlocked.Add(ref _taken, count);
        return All[(end - count)..end];
    }

    /// <summary>A list of accounts, as an app has it before it starts.</summary>
    public StorageAccounts List(params IEnumerable<string> names) => new([.. names.Select(name => ConnectTo(name))]);

    /// <summary>A client of one account, with the options of the service.</summary>
    public TableServiceClient ConnectTo(string account, HttpPipelineTransport? transport = null)
    {
        var options = TablesRegistration.CreateOptions(TimeProvider.System);
        if (transport is not null) options.Transport = transport;
        return new TableServiceClient(_azurite.ConnectionStringOf(account), options);
    }
}

/// <summary>One Azurite for all of these tests; each test has its own organizations or accounts.</summary>
[CollectionDefinition(Name)]
public sealed class SpreadTablesCollection : ICollectionFixture<SpreadTables>
{
    public const string Name = "several accounts";
}
