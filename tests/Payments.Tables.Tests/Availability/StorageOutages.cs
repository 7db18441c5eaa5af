using System.Diagnostics;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Payments.Handlers.Ports;
using Payments.Tables.Availability;
using Payments.Tables.Storage;
using Payments.Testing;

namespace Payments.Tables.Tests.Availability;

[Collection(AzuriteCollection.Name)]
public sealed class StorageOutages(TablesFixture tables)
{
    private readonly FakeLogger<TableInitializer> _log = new();

    [Fact]
    public async Task Storage_that_rejects_connections_is_unavailable_and_logged_in_one_line()
    {
        var table = Connect(Ports.Free()).GetTableClient(TableNames.Ledgers);

        var fault = await Assert.ThrowsAsync<StorageUnavailableException>(() => ReadAsync(table));

        Assert.StartsWith("Table Storage can't be reached: ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public async Task After_an_outage_has_shown_itself_calls_fail_at_once()
    {
        var table = Connect(Ports.Free()).GetTableClient(TableNames.Ledgers);
        for (var call = 0; call < 2; call++)
            await Assert.ThrowsAsync<StorageUnavailableException>(() => ReadAsync(table));

        var watch = Stopwatch.StartNew();
        for (var call = 0; call < 20; call++)
            await Assert.ThrowsAsync<StorageUnavailableException>(() => ReadAsync(table));

        Assert.True(watch.Elapsed < StorageBreaker.BreakDuration, $"{watch.Elapsed}");
    }

    [Fact]
    public async Task A_missing_table_is_unavailable_storage_and_not_a_missing_entity()
    {
        var table = tables.Service.GetTableClient("missing");

        await Assert.ThrowsAsync<StorageUnavailableException>(() => ReadAsync(table));
        await Assert.ThrowsAsync<StorageUnavailableException>(
            () => table.AddEntityAsync(new TableEntity("p", "r"), TestContext.Current.CancellationToken));
        Assert.False((await tables.Service.GetTableClient(TableNames.Ledgers)
            .GetEntityIfExistsAsync<TableEntity>("p", "missing")).HasValue);
    }

    [Fact]
    public async Task Without_storage_the_app_starts_all_the_same_and_tries_on_with_a_line_for_each_try()
    {
        var accounts = new StorageAccounts([Connect(Ports.Free())]);
        using var initializer = new TableInitializer(accounts, TimeProvider.System, _log);
        var check = new TableStorageCheck(accounts, TimeProvider.System, NullLogger<TableStorageCheck>.Instance);

        await initializer.StartingAsync(default);
        while (_log.Collector.ReadLines().Count < 2) await Task.Delay(50, TestContext.Current.CancellationToken);

        Assert.False(initializer.AreCreated);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => check.CheckAsync(default));
        Assert.All(_log.Collector.ReadLines(), line => Assert.DoesNotContain('\n', line));
        await initializer.StopAsync(default);
    }

    [Fact]
    public async Task Once_storage_answers_the_tables_are_created_and_the_check_succeeds()
    {
        var accounts = new StorageAccounts([tables.Service]);
        using var initializer = new TableInitializer(accounts, TimeProvider.System, _log);

        await initializer.StartingAsync(default);

        Assert.True(initializer.AreCreated);
        var check = new TableStorageCheck(accounts, TimeProvider.System, NullLogger<TableStorageCheck>.Instance);
        await check.CheckAsync(default);
        Assert.Empty(_log.Collector.ReadLines());
    }

    private static Task<NullableResponse<TableEntity>> ReadAsync(TableClient table) =>
        table.GetEntityIfExistsAsync<TableEntity>("p", "r");

    private static TableServiceClient Connect(int port) => new(
        $"DefaultEndpointsProtocol=http;AccountName={AzuriteFixture.AccountName};"
            + $"AccountKey={AzuriteFixture.AccountKey};TableEndpoint=http://127.0.0.1:{port}/a;",
        TablesRegistration.CreateOptions(TimeProvider.System));
}
