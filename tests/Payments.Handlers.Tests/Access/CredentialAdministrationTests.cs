using Payments.Handlers.Access;
using Payments.Handlers.Limits;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Testing;
using Payments.Testing.InMemory;

namespace Payments.Handlers.Tests.Access;

public sealed class CredentialAdministrationTests
{
    private static readonly OrganizationId Acme = OrganizationId.From("acme");

    private readonly InMemoryCredentialStore _store = new();
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 14, 9, 26, 53, TimeSpan.Zero));
    private readonly CredentialAdministration _keys;

    public CredentialAdministrationTests() => _keys = new CredentialAdministration(_store, _clock);

    [Theory]
    [InlineData(Api.Flow)]
    [InlineData(Api.OrderCloud)]
    public async Task A_created_secret_is_accepted_and_any_other_is_not(Api api)
    {
        var issued = await CreateAsync(api);

        Assert.NotNull(await VerifyAsync(issued.Credential.Name, issued.Secret));
        Assert.Null(await VerifyAsync(issued.Credential.Name, $"{issued.Secret}x"));
        Assert.Null(await VerifyAsync(issued.Credential.Name with { PublicId = "acme-unknown" }, issued.Secret));
    }

    [Fact]
    public async Task A_generated_secret_has_256_bits_and_is_stored_only_as_a_hash()
    {
        var issued = await CreateAsync(Api.Flow);
        var other = await CreateAsync(Api.Flow);

        Assert.Matches("^[a-z2-7]{52}$", issued.Secret);
        Assert.NotEqual(issued.Secret, other.Secret);
        Assert.IsType<SecretValue.Hashed>(Assert.Single(issued.Credential.Secrets).Value);
        Assert.DoesNotContain(issued.Secret, issued.Credential.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_credential_rotates_both_secrets_are_valid_and_then_only_the_new_one()
    {
        var first = await CreateAsync(Api.Flow);
        var name = first.Credential.Name;

        var second = await _keys.RotateAsync(name, TimeSpan.FromDays(7), default);

        Assert.NotNull(await VerifyAsync(name, first.Secret));
        Assert.NotNull(await VerifyAsync(name, second.Secret));
        await Assert.ThrowsAsync<AdministrationRejectedException>(
            () => _keys.RotateAsync(name, TimeSpan.FromDays(7), default));
        _clock.Advance(TimeSpan.FromDays(7));
        Assert.Null(await VerifyAsync(name, first.Secret));
        Assert.NotNull(await VerifyAsync(name, second.Secret));
        await _keys.RotateAsync(name, TimeSpan.FromDays(7), default);
    }

    [Fact]
    public async Task One_secret_can_be_revoked_and_then_the_credential()
    {
        var first = await CreateAsync(Api.Flow);
        var name = first.Credential.Name;
        var second = await _keys.RotateAsync(name, TimeSpan.FromDays(7), default);

        await _keys.RevokeAsync(name, first.SecretId, default);
        Assert.Null(await VerifyAsync(name, first.Secret));
        Assert.NotNull(await VerifyAsync(name, second.Secret));

        await _keys.RevokeAsync(name, null, default);
        Assert.Null(await VerifyAsync(name, second.Secret));
    }

    [Theory]
    [InlineData("short", "32 characters")]
    [InlineData("0123456789-0123456789-0123456789-0123456789", "hyphen")]
    public async Task A_secret_given_by_hand_must_be_strong(string secret, string rule)
    {
        await CreateAsync(Api.Flow);

        var rejection = await Assert.ThrowsAsync<AdministrationRejectedException>(() => _keys.CreateAsync(
            new CredentialRequest(Acme, Api.Flow, Scopes.All, [], new Merchant(), Secret: secret), default));

        Assert.Contains(rule, rejection.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, rejection.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_id_is_given_once_whichever_the_organization()
    {
        await CreateAsync(Api.OrderCloud, "client-1");
        var other = OrganizationId.From("other");
        await _keys.CreateOrganizationAsync(
            new Organization(other, AllocationPolicy.FewestCaptures, TimeSpan.FromDays(7)), default);

        await Assert.ThrowsAsync<AdministrationRejectedException>(() => _keys.CreateAsync(
            new CredentialRequest(other, Api.OrderCloud, Scopes.All, [], new Merchant(), PublicId: "client-1"),
            default));
    }

    [Fact]
    public async Task A_new_fingerprint_key_leaves_the_last_ones_beside_it()
    {
        await CreateAsync(Api.Flow);
        var keys = new List<string>();
        for (var rotation = 0; rotation < 6; rotation++)
        {
            var before = (await _store.FindAsync(Acme, default))!;
            keys.Insert(0, Convert.ToHexString(before.FingerprintKey.Span));
            await _keys.RotateFingerprintKeyAsync(Acme, default);
        }

        var organization = (await _store.FindAsync(Acme, default))!;

        Assert.DoesNotContain(Convert.ToHexString(organization.FingerprintKey.Span), keys);
        Assert.Equal(
            keys.Take(CredentialAdministration.MaxPreviousFingerprintKeys),
            organization.PreviousFingerprintKeys.Select(key => Convert.ToHexString(key.Span)));
    }

    [Fact]
    public async Task A_new_signing_key_retires_those_before_it()
    {
        await _keys.CreateFirstSigningKeyAsync(default);
        await _keys.CreateFirstSigningKeyAsync(default);
        _clock.Advance(TimeSpan.FromDays(1));

        var key = await _keys.RotateSigningKeyAsync(default);

        var stored = await _store.ListSigningKeysAsync(default);
        Assert.Equal([key.Id, "first"], stored.Select(found => found.Id));
        Assert.Equal([null, _clock.GetUtcNow()], stored.Select(found => found.RetiredAt));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("payments")]
    [InlineData("oauth")]
    [InlineData("OPS")]
    [InlineData("health")]
    [InlineData("docs")]
    [InlineData("processors")]
    [InlineData("")]
    [InlineData(" ")]
    public void Names_of_other_paths_are_no_organizations(string name) =>
        Assert.False(OrganizationRules.TryReadId(name, out _, out _));

    [Fact]
    public async Task Every_change_is_told_with_who_made_it_and_what_it_was_and_no_secret()
    {
        var secrets = await ActingCaller.RunAsync(CredentialId.From("operator/alice"), async () =>
        {
            var first = await CreateAsync(Api.CommerceHub, "acme-1");
            var second = await _keys.RotateAsync(first.Credential.Name, TimeSpan.FromDays(1), default);
            await _keys.RevokeAsync(first.Credential.Name, second.SecretId, default);
            await _keys.RevokeAsync(first.Credential.Name, null, default);
            await _keys.ChangeOrganizationAsync(Acme, AllowCredits, default);
            await _keys.RotateFingerprintKeyAsync(Acme, default);
            await _keys.RotateSigningKeyAsync(default);
            return (string[])[first.SecretId, second.SecretId, first.Secret, second.Secret];
        });

        var changes = await ListAsync();
        Assert.All(changes, change => Assert.Equal("operator/alice", change.Actor.ToString()));
        Assert.Equal(
            [
                "Organization acme Insert created: Policy: FewestCaptures; AuthorizationLifetime: 7.00:00:00; "
                    + "RefundsReopenBalance: False; SharesMerchantAccount: False; ScreensCardNumbers: True; "
                    + "LateFailures: Leave; Processor: default; "
                    + "RequestsPerSecond: 500; RefundsPerDay: none; CreditsPerDay: none",
                $"Credential commercehub/acme-1 Insert created: secret {secrets[0]}; scopes all",
                $"Credential commercehub/acme-1 Update rotated: secret {secrets[1]}; the earlier ones end by "
                    + "2026-03-15 09:26:53Z",
                $"Credential commercehub/acme-1 Update secret {secrets[1]} revoked",
                "Credential commercehub/acme-1 Delete revoked",
                "Organization acme Update changed: CreditsPerDay: USD 100.00 (was none)",
                "Organization acme Update fingerprint key rotated",
            ],
            changes.SkipLast(1).Select(change => $"{change.Kind} {change.Subject} {change.Type} {change.Details}"));
        Assert.Equal((Administered.SigningKey, "created"), (changes[^1].Kind, changes[^1].Details));
        Assert.All(changes, change => Assert.DoesNotContain(
            secrets[2..], secret => change.Details.Contains(secret, StringComparison.Ordinal)));

        static Organization AllowCredits(Organization organization) => organization with
        {
            Limits = organization.Limits with { CreditsPerDay = DailyAmounts.Parse("USD 100.00") },
        };
    }

    [Fact]
    public async Task A_rejected_change_is_not_told()
    {
        await CreateAsync(Api.Flow, "acme-1");
        var before = await ListAsync();

        await Assert.ThrowsAsync<AdministrationRejectedException>(() => CreateAsync(Api.Flow, "acme-1"));

        Assert.Equal(before, await ListAsync());
    }

    private Task<IReadOnlyList<AdministrativeChange>> ListAsync() =>
        _store.ListChangesAsync(Acme, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, default);

    private async Task<IssuedSecret> CreateAsync(Api api, string? publicId = null)
    {
        if (await _store.FindAsync(Acme, default) is null)
        {
            await _keys.CreateOrganizationAsync(
                new Organization(Acme, AllocationPolicy.FewestCaptures, TimeSpan.FromDays(7)), default);
        }

        return await _keys.CreateAsync(
            new CredentialRequest(Acme, api, Scopes.All, [], new Merchant(), PublicId: publicId), default);
    }

    /// <summary>Without what was cached before.</summary>
    private async Task<Authenticated?> VerifyAsync(CredentialName name, string secret)
    {
        var cache = new CredentialCache(_store, _clock);
        var authenticator = new Authenticator(cache, cache, new FailedAttempts(_clock), _clock);
        return (await authenticator.VerifyAsync(name, secret, "192.0.2.1", default)).Caller;
    }
}
