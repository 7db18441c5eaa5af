using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Payments.Tables.Credentials;

/// <summary>
/// Encrypts what must be read back (secrets of signatures, private keys) with AES-256-GCM. The row's name is
/// authenticated with it: a ciphertext moved to another row does not decrypt.
/// </summary>
internal sealed class SecretCipher
{
    /// <summary>AES-256.</summary>
    public const int KeyBytes = 32;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int KeyIdBytes = 6;

    private readonly ImmutableArray<(string Id, byte[] Key)> _keys;

    /// <summary>The first key encrypts; the others still decrypt what was encrypted with them.</summary>
    public SecretCipher(IEnumerable<byte[]> keys)
    {
        _keys = [.. keys.Select(key => (ToId(key), key))];
        if (_keys.IsEmpty || _keys.Any(key => key.Key.Length != KeyBytes))
            throw new ArgumentException($"Each encryption key must have {KeyBytes} bytes.", nameof(keys));
    }

    /// <summary>The text to store: the key's id, and nonce, ciphertext and tag.</summary>
    public string Encrypt(string rowName, ReadOnlySpan<byte> plain)
    {
        var (id, key) = _keys[0];
        Span<byte> sealedBytes = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(sealedBytes[..NonceBytes]);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            sealedBytes[..NonceBytes],
            plain,
            sealedBytes[NonceBytes..^TagBytes],
            sealedBytes[^TagBytes..],
            Encoding.UTF8.GetBytes(rowName));
        return $"{id}.{Base64Url.EncodeToString(sealedBytes)}";
    }

    /// <summary>Throws <see cref="CryptographicException"/> if it was encrypted otherwise, or changed.</summary>
    public byte[] Decrypt(string rowName, string stored)
    {
        var parts = stored.Split('.');
        var key = _keys.FirstOrDefault(key => key.Id == parts[0]).Key;
        if (key is null || parts.Length != 2)
        {
            throw new CryptographicException(
                $"A secret of {rowName} was encrypted with another key than those of {EncryptionKeys.KeySetting}.");
        }

        ReadOnlySpan<byte> sealedBytes = Base64Url.DecodeFromChars(parts[1]);
        var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(
            sealedBytes[..NonceBytes],
            sealedBytes[NonceBytes..^TagBytes],
            sealedBytes[^TagBytes..],
            plain,
            Encoding.UTF8.GetBytes(rowName));
        return plain;
    }

    private static string ToId(byte[] key) =>
        Base64Url.EncodeToString(SHA256.HashData(SHA256.HashData(key)).AsSpan(0, KeyIdBytes));
}
