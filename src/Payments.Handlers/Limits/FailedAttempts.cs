namespace Payments.Handlers.Limits;

/// <summary>An attempt to authenticate.</summary>
/// <param name="Credential">
/// The credential that it names; null for what this service signed, which names none before it is verified.
/// </param>
/// <param name="Address">The caller's address.</param>
public sealed record Attempt(string? Credential, string Address);

/// <summary>The result of an attempt to authenticate.</summary>
/// <typeparam name="T">The caller.</typeparam>
/// <param name="Caller">The caller; null if the attempt failed, or was not made.</param>
/// <param name="RetryAfter">How long to wait, if too many attempts have failed.</param>
public readonly record struct Admission<T>(T? Caller, TimeSpan? RetryAfter) where T : class;

/// <summary>
/// Throttles failed authentications, in the memory of each instance: by credential and address, by address, and, much
/// later, by credential. A shop is not locked out, neither by an attacker who knows its public id nor by one of its own
/// machines with an old secret: from an address at which a credential was proved, the right secret is always taken.
/// </summary>
public sealed class FailedAttempts(TimeProvider time)
{
    /// <summary>Failures of one credential from one address in a window.</summary>
    public const int MaxPerCredentialAndAddress = 20;

    /// <summary>Failures of all credentials from one address in a window.</summary>
    public const int MaxPerAddress = 500;

    /// <summary>Failures of one credential from all addresses in a window.</summary>
    public const int MaxPerCredential = 5_000;

    /// <summary>The most names that are counted at once, of each of the three kinds.</summary>
    public const int MaxTracked = 50_000;

    /// <summary>How long failures count.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly WindowCounts _pairs = new(MaxPerCredentialAndAddress, MaxTracked);
    private readonly WindowCounts _addresses = new(MaxPerAddress, MaxTracked);
    private readonly WindowCounts _credentials = new(MaxPerCredential, MaxTracked);
    private readonly HashSet<(string Credential, string Address)> _proved = [];

    /// <summary>How many names are remembered.</summary>
    internal int Tracked
    {
        get
        {
            lock (_lock) return _pairs.Size + _addresses.Size + _credentials.Size + _proved.Count;
        }
    }

    /// <summary>
    /// Authenticates a caller, unless too many attempts have failed. An attempt that fails is counted. What this
    /// service signed can't be guessed: it is always verified, so that a valid one is never throttled.
    /// </summary>
    public async ValueTask<Admission<T>> AuthenticateAsync<T>(Attempt attempt, Func<ValueTask<T?>> authenticate)
        where T : class
    {
        var wait = FindWait(attempt);
        var isTried = wait is null || attempt.Credential is null || IsProved(attempt);
        if (isTried && await authenticate() is { } caller)
        {
            RecordSuccess(attempt);
            return new Admission<T>(caller, null);
        }

        if (wait is null) Record(attempt);
        return new Admission<T>(null, wait);
    }

    /// <summary>Whether the credential was proved from this address: it may try, whatever failed.</summary>
    internal bool IsProved(Attempt attempt)
    {
        lock (_lock)
        {
            return attempt.Credential is { } credential && _proved.Contains((credential, attempt.Address));
        }
    }

    /// <summary>How long to wait after too many failures; null if there were not that many.</summary>
    internal TimeSpan? FindWait(Attempt attempt)
    {
        var now = time.GetUtcNow().UtcTicks;
        var window = now / Window.Ticks;
        lock (_lock)
        {
            return IsBlocked(attempt, window) ? TimeSpan.FromTicks(((window + 1) * Window.Ticks) - now) : null;
        }
    }

    /// <summary>The attempt failed.</summary>
    internal void Record(Attempt attempt)
    {
        var window = time.GetUtcNow().UtcTicks / Window.Ticks;
        lock (_lock)
        {
            _addresses.Add(attempt.Address, window);
            if (attempt.Credential is not { } credential) return;
            _pairs.Add(ToPair(credential, attempt.Address), window);
            _credentials.Add(credential, window);
        }
    }

    /// <summary>The attempt succeeded: the address is this credential's from now on.</summary>
    internal void RecordSuccess(Attempt attempt)
    {
        if (attempt.Credential is not { } credential) return;
        lock (_lock)
        {
            // All of them are proved again within seconds; nothing has to tell which is the oldest.
            if (_proved.Count >= MaxTracked) _proved.Clear();
            _proved.Add((credential, attempt.Address));
        }
    }

    private bool IsBlocked(Attempt attempt, long window) =>
        _addresses.IsReached(attempt.Address, window)
        || (attempt.Credential is { } credential
            && (_pairs.IsReached(ToPair(credential, attempt.Address), window)
                || _credentials.IsReached(credential, window)));

    private static string ToPair(string credential, string address) => $"{credential} {address}";
}
