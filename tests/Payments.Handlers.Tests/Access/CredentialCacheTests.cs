using Payments.Handlers.Access;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Testing;
using Payments.Testing.InMemory;

namespace Payments.Handlers.Tests.Access;

public sealed class CredentialCacheTests
{
    private static readonly OrganizationId Demo = OrganizationId.From("demo");
    private static readonly CredentialName Name = new(Api.Flow, "demo-1");

    private readonly InMemoryCredentialStore _store = new();
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 14, 9, 26, 53, TimeSpan.Zero));
    private readonly CredentialCache _cache;

    public CredentialCacheTests() => _cache = new CredentialCache(_store, _clock);

    [Fact]
    public async Task A_thousand_requests_within_the_lifetime_cost_one_read()
    {
        await AddAsync();

        for (var i = 0; i < 1_000; i++) Assert.NotNull(await _cache.FindAsync(Name, default));

        Assert.Equal(1, _store.Reads);
    }

    [Fact]
    public async Task What_was_revoked_is_seen_within_a_minute()
    {
        await AddAsync();
        Assert.Null((await _cache.FindAsync(Name, default))!.RevokedAt);
        await new CredentialAdministration(_store, _clock).RevokeAsync(Name, null, default);

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.NotNull((await _cache.FindAsync(Name, default))!.RevokedAt);
    }

    [Fact]
    public async Task A_guessed_id_costs_one_read_in_ten_seconds()
    {
        for (var i = 0; i < 100; i++) Assert.Null(await _cache.FindAsync(Name, default));
        Assert.Equal(1, _store.Reads);
        await AddAsync();

        _clock.Advance(CredentialCache.NegativeLifetime);

        Assert.NotNull(await _cache.FindAsync(Name, default));
    }

    [Fact]
    public async Task Guesses_evict_each_other_but_not_what_is_in_use()
    {
        await AddAsync();
        await _cache.FindAsync(Name, default);
        for (var i = 0; i < 2 * CredentialCache.Capacity; i++)
            await _cache.FindAsync(new CredentialName(Api.Flow, $"guess-{i}"), default);
        var reads = _store.Reads;

        Assert.NotNull(await _cache.FindAsync(Name, default));
        Assert.Equal(reads, _store.Reads);
    }

    [Fact]
    public async Task A_failed_read_is_not_kept()
    {
        await AddAsync();
        _store.Fault = new TimeoutException();
        await Assert.ThrowsAsync<TimeoutException>(async () => await _cache.FindAsync(Name, default));
        _store.Fault = null;

        Assert.NotNull(await _cache.FindAsync(Name, default));
    }

    private async Task AddAsync()
    {
        var organization = new Organization(Demo, AllocationPolicy.FewestCaptures, TimeSpan.FromDays(7));
        var now = _clock.GetUtcNow();
        await _store.TryAddAsync(
            organization, AdministrativeChanges.Of(organization, ChangeType.Insert, now, "created"), default);
        var credential = new Credential(
            Name, Demo, [new CredentialSecret("s", SecretValue.Hashed.From("secret"), now)], Scopes.All, now);
        await _store.TryAddAsync(
            credential, AdministrativeChanges.Of(credential, ChangeType.Insert, now, "created"), default);
    }
}
