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

    public Task<bool> TryAddAsync(Organization organization, CancellationToken cancellationToken) =>
        Task.FromResult(_organizations.TryAdd(organization.Id, organization with { Version = NextVersion() }));

    public Task<bool> TryReplaceAsync(Organization organization, CancellationToken cancellationToken) =>
        Task.FromResult(
            _organizations.TryGetValue(organization.Id, out var found)
            && found.Version == organization.Version
            && _organizations.TryUpdate(organization.Id, organization with { Version = NextVersion() }, found));

    public Task<Credential?> FindAsync(CredentialName name, CancellationToken cancellationToken) =>
        ReadAsync(() => _credentials.GetValueOrDefault(name));

    public IAsyncEnumerable<Credential> ListCredentialsAsync(CancellationToken cancellationToken) =>
        _credentials.Values
            .OrderBy(found => found.Name.ToId().Value, StringComparer.Ordinal)
            .ToAsyncEnumerable();

    public Task<bool> TryAddAsync(Credential credential, CancellationToken cancellationToken) =>
        Task.FromResult(_credentials.TryAdd(credential.Name, credential with { Version = NextVersion() }));

    public Task<bool> TryReplaceAsync(Credential credential, CancellationToken cancellationToken) =>
        Task.FromResult(
            _credentials.TryGetValue(credential.Name, out var found)
            && found.Version == credential.Version
            && _credentials.TryUpdate(credential.Name, credential with { Version = NextVersion() }, found));

    public Task<ImmutableArray<SigningKey>> ListSigningKeysAsync(CancellationToken cancellationToken) =>
        ReadAsync<ImmutableArray<SigningKey>>(
            () => [.. _keys.Values.OrderByDescending(key => key.CreatedAt)]);

    public Task<bool> TryAddAsync(SigningKey key, CancellationToken cancellationToken) =>
        Task.FromResult(_keys.TryAdd(key.Id, key with { Version = NextVersion() }));

    public Task<bool> TryReplaceAsync(SigningKey key, CancellationToken cancellationToken) =>
        Task.FromResult(
            _keys.TryGetValue(key.Id, out var found)
            && found.Version == key.Version
            && _keys.TryUpdate(key.Id, key with { Version = NextVersion() }, found));

    private Task<T> ReadAsync<T>(Func<T> read)
    {
        Interlocked.Increment(ref _reads);
        return Fault is { } fault ? Task.FromException<T>(fault) : Task.FromResult(read());
    }

    private string NextVersion() => Interlocked.Increment(ref _version).ToString(CultureInfo.InvariantCulture);
}
