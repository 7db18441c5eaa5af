using Azure;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Payments.Handlers;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Handlers.Writing;
using Payments.ServiceBus;
using Payments.Tables.Availability;
using Payments.Tables.Ledgers;
using Payments.Tables.Storage;
using Payments.Tables.Timeline;
using Payments.Testing;

namespace Payments.Tables.Tests;

[Collection(AzuriteCollection.Name)]
public sealed class RegistrationTests(TablesFixture tables)
{
    private const string LocalBus =
        "Endpoint=sb://localhost;SharedAccessKeyName=k;SharedAccessKey=k;UseDevelopmentEmulator=true";

    [Fact]
    public async Task Connection_strings_register_every_port()
    {
        await using var services = Services(("Tables", tables.ConnectionString), ("ServiceBus", LocalBus));

        Assert.IsType<TableLedgerStore>(services.GetRequiredService<ILedgerStore>());
        Assert.IsType<TableKeyStore>(services.GetRequiredService<IKeyStore>());
        Assert.IsType<TableTimeline>(services.GetRequiredService<ITimeline>());
        Assert.IsType<OutboxQueue>(services.GetRequiredService<IWorkQueue>());
    }

    [Fact]
    public async Task Missing_tables_are_created_before_any_service_starts_and_repeatedly_without_harm()
    {
        await using var services = Services(("Tables", tables.ConnectionString), ("ServiceBus", LocalBus));
        await tables.Service.DeleteTableAsync(TableNames.Sandbox);

        var starts = services.GetServices<IHostedService>().OfType<IHostedLifecycleService>().ToList();

        foreach (var start in starts) await start.StartingAsync(default);
        foreach (var start in starts) await start.StartingAsync(default);

        var table = tables.Service.GetTableClient(TableNames.Sandbox);
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
        await table.AddEntityAsync(new TableEntity($"{Guid.NewGuid():N}", "r"));
    }

    [Fact]
    public async Task An_address_alone_uses_the_identity_of_the_app()
    {
        await using var services = Services(("Tables:serviceUri", "https://account.table.core.windows.net"));

        Assert.Equal("account", services.GetRequiredService<StorageAccounts>().First.Name);
    }

    [Fact]
    public async Task A_list_registers_the_accounts_in_its_order_and_each_has_a_circuit_breaker_of_its_own()
    {
        await using var services = Services(
            ("Tables:1:serviceUri", $"http://127.0.0.1:{Ports.Free()}/second"),
            ("Tables:0", tables.ConnectionString));
        var accounts = services.GetRequiredService<StorageAccounts>();
        var (first, second) = (accounts.First.Service, accounts.All[1].Service);

        Assert.Equal([AzuriteFixture.AccountName, "second"], accounts.All.Select(account => account.Name));
        for (var call = 0; call < StorageBreaker.FailureThreshold; call++)
            await Assert.ThrowsAnyAsync<Exception>(() => ReadAsync(second));
        Assert.False((await ReadAsync(first)).HasValue);
    }

    [Fact]
    public async Task A_missing_setting_is_named()
    {
        await using var services = Services();

        var noTables = Assert.Throws<InvalidOperationException>(services.GetRequiredService<StorageAccounts>);
        var noBus = Assert.Throws<InvalidOperationException>(services.GetRequiredService<ServiceBusClient>);

        Assert.Contains("Tables:serviceUri", noTables.Message, StringComparison.Ordinal);
        Assert.Contains("ServiceBus:fullyQualifiedNamespace", noBus.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_attempts_of_a_call_end_within_the_maximum_duration_of_a_request()
    {
        var retry = TablesRegistration.CreateOptions(TimeProvider.System).Retry;

        Assert.True((retry.NetworkTimeout + retry.MaxDelay) * (retry.MaxRetries + 1) < AcceptanceLimits.MaxDuration);
    }

    private static Task<NullableResponse<TableEntity>> ReadAsync(TableServiceClient service) =>
        service.GetTableClient(TableNames.Ledgers).GetEntityIfExistsAsync<TableEntity>("p", "r");

    private static ServiceProvider Services(params IEnumerable<(string Name, string Value)> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(pair => pair.Name, pair => (string?)pair.Value))
            .Build();
        return new ServiceCollection()
            .AddLogging()
            .AddPaymentsHandlers()
            .AddPaymentsTables(configuration)
            .AddPaymentsServiceBus(configuration)
            .BuildServiceProvider();
    }
}
