using System.Net;
using System.Security.Cryptography;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Tables.Credentials;
using Payments.Tables.Storage;

namespace Payments.Tables.Tests.Credentials;

[Collection(AzuriteCollection.Name)]
public sealed class CredentialStoreTests(TablesFixture tables)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 14, 9, 26, 53, TimeSpan.Zero);

    private readonly TableCredentialStore _store = new(tables.Accounts, new SecretCipher([new byte[32]]));
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];

    [Fact]
    public async Task An_organization_is_read_as_it_was_written_whatever_its_name()
    {
        var id = OrganizationId.From($"a/b#? {_run}");
        var organization = new Organization(id, AllocationPolicy.Proportional, TimeSpan.FromHours(36), true)
        {
            Processor = new ProcessorName("stripe"),
            FingerprintKey = RandomNumberGenerator.GetBytes(32),
            PreviousFingerprintKeys = [RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32)],
            LateFailures = LateFailures.Reallocate,
        };

        Assert.True(await _store.TryAddAsync(organization, Change(), default));
        Assert.False(await _store.TryAddAsync(organization, Change(), default));

        var found = (await _store.FindAsync(id, default))!;
        Assert.Equal(organization.FingerprintKey.ToArray(), found.FingerprintKey.ToArray());
        Assert.Equal(
            organization.PreviousFingerprintKeys.Select(key => Convert.ToHexString(key.Span)),
            found.PreviousFingerprintKeys.Select(key => Convert.ToHexString(key.Span)));
        Assert.Equal(
            organization,
            found with
            {
                FingerprintKey = organization.FingerprintKey,
                PreviousFingerprintKeys = organization.PreviousFingerprintKeys,
                Version = "",
            });
    }

    [Fact]
    public async Task A_credential_is_read_as_it_was_written_and_its_secrets_are_nowhere_in_plain_text()
    {
        var hashed = Create(Api.OrderCloud, SecretValue.Hashed.From("a-secret-that-is-hashed"));
        var readable = Create(Api.CommerceHub, new SecretValue.Readable("a-secret-that-is-read"));
        await _store.TryAddAsync(hashed, Change(), default);
        await _store.TryAddAsync(readable, Change(), default);

        var client = (await _store.FindAsync(hashed.Name, default))!;
        var key = (await _store.FindAsync(readable.Name, default))!;

        Assert.True(Assert.IsType<SecretValue.Hashed>(client.Secrets[0].Value).Matches("a-secret-that-is-hashed"));
        Assert.Equal(
            "a-secret-that-is-read", Assert.IsType<SecretValue.Readable>(key.Secrets[0].Value).Text);
        Assert.Equal(
            (hashed.Organization, hashed.Scopes, hashed.Merchant, Now.AddDays(1)),
            (client.Organization, client.Scopes, client.Merchant, client.Secrets[0].EndsAt!.Value));
        Assert.Equal(["OrderAdmin", "Shopper"], client.Roles);
        foreach (var api in new[] { Api.OrderCloud, Api.CommerceHub })
        {
            var rows = await tables.RowsAsync(TableNames.Organizations, CredentialRows.ToPartition(api));
            Assert.All(rows.SelectMany(row => row.Select(cell => cell.Value)), value =>
                Assert.DoesNotContain("a-secret-that-is", $"{value}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_later_of_two_simultaneous_changes_is_rejected()
    {
        var credential = Create(Api.Flow, SecretValue.Hashed.From("x"));
        await _store.TryAddAsync(credential, Change(), default);
        var found = (await _store.FindAsync(credential.Name, default))!;

        Assert.True(await _store.TryReplaceAsync(found with { RevokedAt = Now }, Change(), default));
        Assert.False(await _store.TryReplaceAsync(found with { Roles = [] }, Change(), default));
        Assert.Equal(Now, (await _store.FindAsync(credential.Name, default))!.RevokedAt);
    }

    [Fact]
    public async Task A_change_is_stored_with_its_entry_or_not_at_all_and_is_found_by_organization_and_time()
    {
        var (acme, neighbour) = (OrganizationId.From($"acme {_run}"), OrganizationId.From($"acme {_run}!|0"));
        var credential = Create(Api.Flow, SecretValue.Hashed.From("x"));
        var key = new SigningKey(new byte[] { 1 }, Now) { Id = $"key-{_run}" };
        var (first, second) = (Change(acme, Now), Change(acme, Now.AddSeconds(1)));
        var ofKey = Change(null, Now.AddSeconds(2)) with { Kind = Administered.SigningKey };

        Assert.True(await _store.TryAddAsync(credential, first, default));
        Assert.False(await _store.TryAddAsync(credential, Change(acme, Now), default));
        var found = (await _store.FindAsync(credential.Name, default))!;
        Assert.True(await _store.TryReplaceAsync(found with { RevokedAt = Now }, second, default));
        Assert.False(await _store.TryReplaceAsync(found, Change(acme, Now), default));
        await _store.TryAddAsync(Create(Api.OrderCloud, SecretValue.Hashed.From("x")), Change(neighbour, Now), default);
        await _store.TryAddAsync(key, ofKey, default);

        Assert.Equal([first, second, ofKey], await ListChangesAsync(acme, Now, Now.AddSeconds(3)));
        Assert.Equal([second], await ListChangesAsync(acme, Now.AddSeconds(1), Now.AddSeconds(2)));
        Assert.Equal([first], await ListChangesAsync(acme, DateTimeOffset.MinValue, Now.AddTicks(1)));
        Assert.Contains(ofKey, await ListChangesAsync(acme, Now, DateTimeOffset.MaxValue));
        var listed = await _store.ListCredentialsAsync(default).ToListAsync();
        Assert.Single(listed, of => of.Name == credential.Name);
        Assert.Single(await _store.ListSigningKeysAsync(default), of => of.Id == key.Id);
    }

    /// <summary>Without the signing keys of other tests.</summary>
    private async Task<IEnumerable<AdministrativeChange>> ListChangesAsync(
        OrganizationId organization, DateTimeOffset from, DateTimeOffset to) =>
        (await _store.ListChangesAsync(organization, from, to, default))
            .Where(change => change.Details.Contains(_run, StringComparison.Ordinal));

    private AdministrativeChange Change(OrganizationId? organization = null, DateTimeOffset? at = null) => new(
        Guid.NewGuid().ToString("N"),
        at ?? Now,
        new Actor.Caller(CredentialId.From("operator/alice")),
        organization,
        Administered.Credential,
        "flow/acme-1",
        ChangeType.Update,
        $"rotated in {_run}");

    [Fact]
    public async Task The_newest_signing_key_is_first()
    {
        var old = new SigningKey(new byte[] { 1 }, Now, Now.AddHours(1)) { Id = $"old-{_run}" };
        var latest = new SigningKey(new byte[] { 2 }, Now.AddHours(1)) { Id = $"new-{_run}" };
        await _store.TryAddAsync(old, Change(), default);
        await _store.TryAddAsync(latest, Change(), default);

        var found = (await _store.ListSigningKeysAsync(default)).Where(key => key.Id.EndsWith(_run)).ToList();

        Assert.Equal([latest.Id, old.Id], found.Select(key => key.Id));
        Assert.Equal([2, 1], found.Select(key => key.Pkcs8.Span[0]));
        Assert.Equal(old.RetiredAt, found[1].RetiredAt);
    }

    [Fact]
    public void A_ciphertext_moved_to_another_row_or_changed_does_not_decrypt()
    {
        var cipher = new SecretCipher([RandomNumberGenerator.GetBytes(32)]);
        var stored = cipher.Encrypt("row-1", "secret"u8);

        Assert.Equal("secret"u8.ToArray(), cipher.Decrypt("row-1", stored));
        Assert.ThrowsAny<CryptographicException>(() => cipher.Decrypt("row-2", stored));
        var changed = stored[..^2] + (stored[^2] == 'A' ? 'B' : 'A') + stored[^1];
        Assert.ThrowsAny<CryptographicException>(() => cipher.Decrypt("row-1", changed));
    }

    [Fact]
    public void A_former_key_still_decrypts_and_an_unknown_one_is_said_to_be_so()
    {
        var (former, latest) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        var stored = new SecretCipher([former]).Encrypt("row", "secret"u8);

        Assert.Equal("secret"u8.ToArray(), new SecretCipher([latest, former]).Decrypt("row", stored));
        var fault = Assert.Throws<CryptographicException>(() => new SecretCipher([latest]).Decrypt("row", stored));
        Assert.Contains(EncryptionKeys.KeySetting, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_may_be_in_a_key_vault()
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var vault = new Uri("https://payments.vault.azure.net");
        using var http = new HttpClient(new VaultHandler(key));
        var options = new SecretClientOptions { Transport = new HttpClientTransport(http) };

        var cipher = EncryptionKeys.Fetch(new SecretClient(vault, new NoCredential(), options));

        Assert.Equal(
            "x"u8.ToArray(),
            new SecretCipher([Convert.FromBase64String(key)]).Decrypt("row", cipher.Encrypt("row", "x"u8)));
    }

    private Credential Create(Api api, SecretValue value) => new(
        new CredentialName(api, $"id-{_run}"),
        OrganizationId.From("demo"),
        [new CredentialSecret("s", value, Now, Now.AddDays(1))],
        Scopes.Read | Scopes.Refund,
        Now)
    {
        Roles = ["OrderAdmin", "Shopper"],
        Merchant = new Merchant("Shop", City: "Atlanta"),
    };

    /// <summary>A vault that demands a token once, and then gives its secret.</summary>
    private sealed class VaultHandler(string key) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Send(request, cancellationToken));

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Headers.Authorization is null)
            {
                const string Tenant = "https://login.microsoftonline.com/t";
                var challenge = new HttpResponseMessage(HttpStatusCode.Unauthorized) { RequestMessage = request };
                challenge.Headers.Add(
                    "WWW-Authenticate", $"Bearer authorization=\"{Tenant}\", resource=\"https://vault.azure.net\"");
                return challenge;
            }

            Assert.StartsWith($"/secrets/{EncryptionKeys.SecretName}", request.RequestUri!.AbsolutePath);
            return new HttpResponseMessage
            {
                RequestMessage = request,
                Content = new StringContent(
                    $$$"""{"value":"{{{key}}}","id":"https://payments.vault.azure.net/secrets/k/1","attributes":{}}"""),
            };
        }
    }

    private sealed class NoCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
