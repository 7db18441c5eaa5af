using System.Security.Cryptography;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Payments.Functions.Settings;
using Payments.Handlers.Access;
using Payments.Handlers.Limits;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Testing.InMemory;

namespace Payments.Functions.Tests.Settings;

public sealed class CredentialStartupTests
{
    private static readonly OrganizationId Demo = OrganizationId.From("demo");
    private static readonly CredentialName Name = new(Api.Flow, "demo-flow");
    private static readonly byte[] Pkcs8 = CreateKey();

    private readonly InMemoryCredentialStore _store = new();

    [Fact]
    public async Task A_local_service_copies_its_settings_into_the_table_and_again_changes_nothing()
    {
        await StartAsync(Local("token"));
        var first = await _store.FindAsync(Name, default);
        var organization = await _store.FindAsync(Demo, default);

        await StartAsync(Local("token"));

        Assert.NotNull(await VerifyAsync("token"));
        Assert.Equal(first, await _store.FindAsync(Name, default));
        Assert.Equal(organization, await _store.FindAsync(Demo, default));
        Assert.Equal(32, organization!.FingerprintKey.Length);
        Assert.Single(await _store.ListSigningKeysAsync(default));
    }

    [Fact]
    public async Task Changed_and_removed_settings_change_the_table()
    {
        await StartAsync(Local("token"));

        await StartAsync(Local("other"));
        Assert.Null(await VerifyAsync("token"));
        Assert.NotNull(await VerifyAsync("other"));

        await StartAsync(Local("other") with { Credentials = [] });
        Assert.Null(await VerifyAsync("other"));

        await StartAsync(Local("other"));
        Assert.NotNull(await VerifyAsync("other"));
    }

    [Fact]
    public async Task A_credential_that_was_revoked_stays_so()
    {
        await StartAsync(Local("token"));
        await Administration().RevokeAsync(Name, null, default);

        await StartAsync(Local("token"));

        Assert.Null(await VerifyAsync("token"));
    }

    [Fact]
    public async Task A_deployed_app_does_not_start_with_a_credential_of_local_settings_and_names_it()
    {
        await StartAsync(Local("token"));

        var rejection = await Assert.ThrowsAsync<StartRejectedException>(() => StartAsync(null));

        Assert.Contains("flow/demo-flow", rejection.Message, StringComparison.Ordinal);
        Assert.Contains("signing key", rejection.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployed_app_does_not_start_if_an_organization_lacks_an_account_at_its_processor_and_names_both()
    {
        await Administration().CreateOrganizationAsync(
            new Organization(Demo, AllocationPolicy.FewestCaptures, TimeSpan.FromDays(7))
            {
                Processor = new ProcessorName("stripe"),
            },
            default);

        var rejection = await Assert.ThrowsAsync<StartRejectedException>(() => StartAsync(null));

        Assert.Equal(
            "The organization demo can't have the processor 'stripe': it has no account.", rejection.Message);
    }

    [Fact]
    public async Task A_deployed_app_creates_the_first_signing_key_and_no_other()
    {
        await StartAsync(null);
        await StartAsync(null);

        Assert.Single(await _store.ListSigningKeysAsync(default));
    }

    [Fact]
    public async Task Only_the_first_start_with_the_same_settings_is_in_the_audit_trail_and_fingerprint_keys_stay()
    {
        await StartAsync(Local("token"));
        await Administration().RotateFingerprintKeyAsync(Demo, default);
        var changes = await ListChangesAsync();

        await StartAsync(Local("token"));

        Assert.Equal(changes, await ListChangesAsync());
        Assert.Equal(4, changes.Count);
        Assert.Single((await _store.FindAsync(Demo, default))!.PreviousFingerprintKeys);
        await StartAsync(Local("another"));
        Assert.Equal("changed in the settings", (await ListChangesAsync())[^1].Details);
    }

    private Task<IReadOnlyList<AdministrativeChange>> ListChangesAsync() =>
        _store.ListChangesAsync(Demo, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, default);

    private async Task StartAsync(LocalSettings? local)
    {
        var app = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        using var startup = new CredentialStartup(
            _store,
            Administration(),
            TimeProvider.System,
            local,
            (_, processor) => processor == "stripe" ? "it has no account" : null,
            app,
            NullLogger<CredentialStartup>.Instance);
        await startup.StartingAsync(default);
        await startup.CheckAsync(default);
    }

    private CredentialAdministration Administration() => new(_store, TimeProvider.System);

    private async Task<Authenticated?> VerifyAsync(string secret)
    {
        var cache = new CredentialCache(_store, TimeProvider.System);
        var failures = new FailedAttempts(TimeProvider.System);
        var authenticator = new Authenticator(cache, cache, failures, TimeProvider.System);
        return (await authenticator.VerifyAsync(Name, secret, "192.0.2.1", default)).Caller;
    }

    private static LocalSettings Local(string secret) => new(
        [new Organization(Demo, AllocationPolicy.FewestCaptures, TimeSpan.FromDays(7))],
        [new LocalCredential(Name, Demo, secret)],
        new SigningKey(Pkcs8, default) { Id = "sample", IsLocal = true });

    private static byte[] CreateKey()
    {
        using var rsa = RSA.Create(2_048);
        return rsa.ExportPkcs8PrivateKey();
    }
}
