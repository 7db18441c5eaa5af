using System.Collections.Immutable;
using System.Security.Cryptography;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Tables.Credentials;
using Payments.Tables.Storage;

namespace Payments.Tables.Tests.Credentials;

[Collection(AzuriteCollection.Name)]
public sealed class WebhookStoreTests(TablesFixture tables)
{
    private const string Secret = "whsec_c2VjcmV0LXRoYXQtaXMtbm93aGVyZQ==";

    private static readonly DateTimeOffset Now = new(2026, 3, 14, 9, 26, 53, TimeSpan.Zero);

    private readonly TableWebhookStore _store = new(tables.Accounts, new SecretCipher([new byte[32]]));
    private readonly OrganizationId _organization = OrganizationId.From($"a/b#? {Guid.NewGuid():N}");

    [Fact]
    public async Task An_organization_without_endpoints_has_none() =>
        Assert.Same(WebhookList.None, await _store.FindAsync(_organization, default));

    [Fact]
    public async Task Endpoints_are_read_as_they_were_written_and_their_secrets_are_nowhere_in_plain_text()
    {
        var failing = Create(1) with
        {
            Enabled = false,
            FailingSince = Now,
            LastFailure = new WebhookFailure(Now, "It answered 500."),
        };
        Assert.True(await WriteAsync([failing, Create(2)], null));

        var found = await _store.FindAsync(_organization, default);

        Assert.Equal(2, found.Endpoints.Length);
        Assert.Equal(failing with { Secrets = [] }, found.Endpoints[0] with { Secrets = [] });
        Assert.Equal(Create(2) with { Secrets = [] }, found.Endpoints[1] with { Secrets = [] });
        Assert.All(found.Endpoints, endpoint =>
        {
            Assert.Equal([Secret], endpoint.GetUsableSecrets(Now));
            Assert.Empty(endpoint.GetUsableSecrets(Now.AddDays(1)));
        });
        var row = await tables.Accounts.GetTable(TableNames.Organizations).First.GetEntityAsync<TableEntity>(
            WebhookRows.Partition, WebhookRows.ToRowKey(_organization));
        Assert.DoesNotContain(
            Secret["whsec_".Length..], System.Text.Encoding.UTF8.GetString(row.Value.GetBinary("Body0")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_many_endpoints_as_there_may_be_fit_into_a_row_whatever_their_length()
    {
        ImmutableArray<WebhookEndpoint> most =
        [
            .. Enumerable.Range(0, Handlers.Webhooks.WebhookAdministration.MaxEndpoints).Select(n => Create(n) with
            {
                Url = new Uri($"https://shop.example/{n}{new string('é', 1_900)}"),
                Description = new string('é', 200),
            }),
        ];

        Assert.True(await WriteAsync(most, null));

        Assert.Equal(most.Length, (await _store.FindAsync(_organization, default)).Endpoints.Length);
    }

    [Fact]
    public async Task Of_two_changes_of_one_state_one_is_stored()
    {
        Assert.True(await WriteAsync([Create(1)], null));
        Assert.False(await WriteAsync([Create(2)], null));
        var version = (await _store.FindAsync(_organization, default)).Version;

        Assert.True(await WriteAsync([Create(3)], version));
        Assert.False(await WriteAsync([Create(4)], version));

        Assert.Equal(Create(3).Id, Assert.Single((await _store.FindAsync(_organization, default)).Endpoints).Id);
    }

    [Fact]
    public async Task Administrative_changes_are_in_the_audit_trail_and_failures_are_not()
    {
        var change = new AdministrativeChange(
            Guid.NewGuid().ToString("N"),
            Now,
            Actor.Service.Instance,
            _organization,
            Administered.Webhook,
            Create(1).Id.ToString(),
            ChangeType.Insert,
            "created");
        Assert.True(await _store.TryWriteAsync(
            _organization, new WebhookList([Create(1)], null), change, default));
        var version = (await _store.FindAsync(_organization, default)).Version;
        Assert.True(await WriteAsync([Create(1) with { FailingSince = Now }], version));

        var credentials = new TableCredentialStore(tables.Accounts, new SecretCipher([new byte[32]]));
        var told = await credentials.ListChangesAsync(_organization, Now.AddDays(-1), Now.AddDays(1), default);

        // Other tests change signing keys at the same time, which belong to no organization.
        Assert.Equal(change, Assert.Single(told, found => found.Organization == _organization));
    }

    [Fact]
    public async Task A_row_of_another_organization_does_not_decrypt()
    {
        var other = OrganizationId.From($"other-{Guid.NewGuid():N}");
        Assert.True(await WriteAsync([Create(1)], null));
        var table = tables.Accounts.GetTable(TableNames.Organizations).First;
        var row = (await table.GetEntityAsync<TableEntity>(
            WebhookRows.Partition, WebhookRows.ToRowKey(_organization))).Value;
        row.RowKey = WebhookRows.ToRowKey(other);
        await table.AddEntityAsync(row);

        await Assert.ThrowsAnyAsync<CryptographicException>(() => _store.FindAsync(other, default));
    }

    private Task<bool> WriteAsync(ImmutableArray<WebhookEndpoint> endpoints, string? version) =>
        _store.TryWriteAsync(_organization, new WebhookList(endpoints, version), change: null, default);

    private static WebhookEndpoint Create(int number) => new(
        WebhookId.New(new Guid(number, 0, 0, new byte[8])),
        new Uri($"https://shop.example/{number}"),
        "orders",
        [new CredentialSecret("1", new SecretValue.Readable(Secret), Now, Now.AddDays(1))],
        Now);
}
