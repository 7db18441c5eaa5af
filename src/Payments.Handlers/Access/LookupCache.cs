using System.Collections.Concurrent;

namespace Payments.Handlers.Access;

/// <summary>
/// Lookups and what they found, for a limited time and up to a limited number. Simultaneous lookups of one key share
/// one read, and a failed read is not kept.
/// </summary>
internal sealed class LookupCache<TKey, TValue>(
    Func<TKey, CancellationToken, Task<TValue?>> read, int capacity, TimeProvider time)
    where TKey : notnull
    where TValue : class
{
    private readonly ConcurrentDictionary<TKey, Entry> _entries = [];

    /// <summary>What is known of a key, or is read now.</summary>
    public async ValueTask<TValue?> FindAsync(TKey key, CancellationToken cancellationToken)
    {
        while (true)
        {
            var entry = _entries.GetOrAdd(key, Create);
            if (time.GetElapsedTime(entry.CreatedAt) >= entry.Lifetime)
            {
                _entries.TryRemove(KeyValuePair.Create(key, entry));
                continue;
            }

            try
            {
                return await entry.Reading.WaitAsync(cancellationToken);
            }
            catch
            {
                if (entry.Reading.IsFaulted) _entries.TryRemove(KeyValuePair.Create(key, entry));
                throw;
            }
        }
    }

    /// <summary>Has a key looked up anew the next time.</summary>
    public void Remove(TKey key) => _entries.TryRemove(key, out _);

    private Entry Create(TKey key)
    {
        if (_entries.Count >= capacity) MakeRoom();

        // The read goes on when its first caller leaves, because others may wait for it.
        return new Entry(time.GetTimestamp(), new Lazy<Task<TValue?>>(() => read(key, CancellationToken.None)));
    }

    /// <summary>What was not found goes first, so that guessing keys does not evict those in use.</summary>
    private void MakeRoom()
    {
        foreach (var entry in _entries.Where(entry => entry.Value.IsNegative)) _entries.TryRemove(entry);
        if (_entries.Count > capacity / 2) _entries.Clear();
    }

    private sealed class Entry(long createdAt, Lazy<Task<TValue?>> reading)
    {
        public long CreatedAt => createdAt;

        public Task<TValue?> Reading => reading.Value;

        public bool IsNegative =>
            reading.IsValueCreated && Reading.IsCompletedSuccessfully && Reading.Result is null;

        public TimeSpan Lifetime => IsNegative ? CredentialCache.NegativeLifetime : CredentialCache.Lifetime;
    }
}
