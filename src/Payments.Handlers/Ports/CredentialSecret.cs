using System.Security.Cryptography;
using System.Text;

namespace Payments.Handlers.Ports;

/// <summary>One secret of a credential.</summary>
/// <param name="Id">Distinguishes it from the credential's other secret; not secret itself.</param>
/// <param name="Value">What is kept of it.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="EndsAt">When it stops being valid; null if it has no end. UTC.</param>
public sealed record CredentialSecret(
    string Id, SecretValue Value, DateTimeOffset CreatedAt, DateTimeOffset? EndsAt = null);

/// <summary>What is kept of a secret.</summary>
public abstract class SecretValue
{
    /// <summary>Never the secret: records that contain it print it.</summary>
    public sealed override string ToString() => "***";

    /// <summary>
    /// A salted SHA-256. A slow hash (PBKDF2, Argon2) protects what people choose; the secrets here are 256 random
    /// bits, which no number of guesses finds, and a slow hash for every request would let strangers keep the CPU busy.
    /// </summary>
    public sealed class Hashed(ReadOnlyMemory<byte> salt, ReadOnlyMemory<byte> hash) : SecretValue
    {
        /// <summary>In bytes: two secrets never have the same salt.</summary>
        public const int SaltLength = 16;

        /// <summary>Random, one for each secret.</summary>
        public ReadOnlyMemory<byte> Salt { get; } = salt;

        /// <summary>Of the salt and the secret in UTF-8.</summary>
        public ReadOnlyMemory<byte> Hash { get; } = hash;

        /// <summary>The hash of a secret, with a new salt.</summary>
        public static Hashed From(string secret)
        {
            var salt = RandomNumberGenerator.GetBytes(SaltLength);
            return new Hashed(salt, Compute(salt, secret));
        }

        /// <summary>Takes the same time for any text of a length.</summary>
        public bool Matches(string secret) =>
            CryptographicOperations.FixedTimeEquals(Hash.Span, Compute(Salt.Span, secret));

        private static byte[] Compute(ReadOnlySpan<byte> salt, string secret) =>
            SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(secret)]);
    }

    /// <summary>The secret itself, which signatures are verified with. It is encrypted wherever it is stored.</summary>
    public sealed class Readable(string text) : SecretValue
    {
        public string Text { get; } = text;
    }
}
