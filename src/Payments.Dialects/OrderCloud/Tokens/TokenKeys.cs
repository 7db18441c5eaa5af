using System.Collections.Immutable;
using Payments.Handlers.Ports;

namespace Payments.Dialects.OrderCloud.Tokens;

/// <summary>
/// The keys of access tokens while they rotate: a new one signs after all instances of the service know it, and a
/// retired one verifies until the last token that it signed has expired.
/// </summary>
public sealed class TokenKeys(ISigningKeys keys, TimeProvider time)
{
    /// <summary>Instances see a new key within a minute; their clocks may differ by half a minute.</summary>
    internal static readonly TimeSpan SigningDelay = TimeSpan.FromMinutes(2);

    /// <summary>The longest life of a token, and as long as a key that is retired may still sign some.</summary>
    internal static readonly TimeSpan VerificationTime =
        TimeSpan.FromSeconds(AccessTokens.LifetimeInSeconds + AccessTokens.ClockSkewInSeconds) + SigningDelay;

    private ParsedKeys _parsed = new([], []);

    /// <summary>The key that signs.</summary>
    internal async ValueTask<TokenKey> GetSigningAsync(CancellationToken cancellationToken)
    {
        var usable = await ListUsableAsync(cancellationToken);
        if (usable.IsEmpty)
            throw new InvalidOperationException("There is no key to sign access tokens with.");
        var known = time.GetUtcNow() - SigningDelay;
        var signing = usable.FirstOrDefault(found => found.Stored.CreatedAt <= known) ?? usable[^1];
        return signing.Key;
    }

    /// <summary>The keys that verify tokens, newest first.</summary>
    internal async ValueTask<IEnumerable<TokenKey>> ListAsync(CancellationToken cancellationToken) =>
        (await ListUsableAsync(cancellationToken)).Select(found => found.Key);

    /// <summary>The key with an id; null if there is none, or none any more.</summary>
    internal async ValueTask<TokenKey?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).FirstOrDefault(key => key.Id == id);

    private async ValueTask<ImmutableArray<ParsedKey>> ListUsableAsync(CancellationToken cancellationToken)
    {
        var stored = await keys.ListAsync(cancellationToken);
        var parsed = _parsed;
        if (parsed.Stored != stored)
            _parsed = parsed = new ParsedKeys(stored, [.. stored.Select(ParsedKey.From)]);
        var now = time.GetUtcNow();
        return parsed.Keys.RemoveAll(key => key.Stored.RetiredAt is { } retired && retired + VerificationTime <= now);
    }

    private sealed record ParsedKeys(ImmutableArray<SigningKey> Stored, ImmutableArray<ParsedKey> Keys);

    private sealed record ParsedKey(SigningKey Stored, TokenKey Key)
    {
        public static ParsedKey From(SigningKey stored) => new(stored, new TokenKey(stored.Pkcs8.Span));
    }
}
