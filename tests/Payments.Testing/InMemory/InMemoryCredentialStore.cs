using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;

namespace Payments.Testing.InMemory;

/// <summary>The credential store in memory; it counts reads, which the table store pays for.</summary>
public sealed class InMemoryCredentialStore : ICredentialStore
{
    private readonly ConcurrentDictionary<OrganizationId, Organization> _organizations = [];
    private readonly ConcurrentDictionary<CredentialName, Credential> _credentials = [];
    private readonly ConcurrentDictionary<string, SigningKey> _keys = [];
    private readonly ConcurrentQueue<AdministrativeChange> _changes = [];
    private int _reads;
    private int _version;

    /// <summary>How often it was read.</summary>
    public int Reads => _reads;

    /// <summary>What the next reads fail with; null if they do not.</summary>
    public Exception? Fault { get; set; }

    public Task<Organization?> FindAsync(OrganizationId id, CancellationToken cancellationToken) =>
        ReadAsync(() => _organizations.GetValueOrDefault(id));

    public IAsyncEnumerable<Organization> ListOrganizationsAsync(CancellationToken cancellationToken) =>
        _organizations.Values.OrderBy(found => found.Id.Value, StringComparer.Ordinal).ToAsyncEnumerable();

    public Task<bool> TryAddAsync(
        Organization organization, AdministrativeChange change, CancellationToken cancellationToken) =>
        Record(change, _organizations.TryAdd(organization.Id, organization with { Version = NextVersion() }));

    public Task<bool> TryReplaceAsync(
        Organization organization, AdministrativeChange change, CancellationToken cancellationToken) =>
        Record(
            change,
            _organizations.TryGetValue(organization.Id, out var found)
            && found.Version == organization.Version
            && _organizations.TryUpdate(organization.Id, organization with { Version = NextVersion() }, found));

    public Task<Credential?> FindAsync(CredentialName name, CancellationToken cancellationToken) =>
        ReadAsync(() => _credentials.GetValueOrDefault(name));

    public IAsyncEnumerable<Credential> ListCredentialsAsync(CancellationToken cancellationToken) =>
        _credentials.Values
            .OrderBy(found => found.Name.ToId().Value, StringComparer.Ordinal)
            .ToAsyncEnumerable();

    public Task<bool> TryAddAsync(
        Credential credential, AdministrativeChange change, CancellationToken cancellationToken) =>
        Record(change, _credentials.TryAdd(credential.Name, credential with { Version = NextVersion() }));

    public Task<bool> TryReplaceAsync(
        Credential credential, AdministrativeChange change, CancellationToken cancellationToken) =>
        Record(
            change,
            _credentials.TryGetValue(credential.Name, out var found)
            && found.Version == credential.Version
            && _credentials.TryUpdate(credential.Name, credential with { Version = NextVersion() }, found));

    public Task<ImmutableArray<SigningKey>> ListSigningKeysAsync(CancellationToken cancellationToken) =>
        ReadAsync<ImmutableArray<SigningKey>>(
            () => [.. _keys.Values.OrderByDescending(key => key.CreatedAt)]);

    public Task<bool> TryAddAsync(
        SigningKey key, AdministrativeChange change, CancellationToken cancellationToken) =>
        Record(change, _keys.TryAdd(key.Id, key with { Version = NextVersion() }));

    public Task<bool> TryReplaceAsync(
        SigningKey key, AdministrativeChange change, CancellationToken cancellationToken) =>
        Record(
            change,
            _keys.TryGetValue(key.Id, out var found)
            && found.Version == key.Version
            && _keys.TryUpdate(key.Id, key with { Version = NextVersion() }, found));

    public Task<IReadOnlyList<AdministrativeChange>> ListChangesAsync(
        OrganizationId organization, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AdministrativeChange>>(
        [
            .. _changes
                .Where(change => change.Organization is null || change.Organization == organization)
                .Where(change => change.At >= from && change.At < to)
                .OrderBy(change => change.At),
        ]);

    private Task<bool> Record(AdministrativeChange change, bool isStored)
    {
        if (isStored) _changes.Enqueue(change);
        return Task.FromResult(isStored);
    }

    private Task<T> ReadAsync<T>(Func<T> read)
    {
        Interlocked.Increment(ref _reads);
        return Fault is { } fault ? Task.FromException<T>(fault) : Task.FromResult(read());
    }

    private string NextVersion() => Interlocked.Increment(ref _version).ToString(CultureInfo.InvariantCulture);
}
