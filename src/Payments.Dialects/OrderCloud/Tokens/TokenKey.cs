using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Payments.Dialects.OrderCloud.Tokens;

/// <summary>
/// The key that signs tokens, with RSA and SHA-256 like OrderCloud's: clients can verify tokens with the public half
/// (<c>/oauth/certs/{kid}</c>), but can't issue any. All instances of the service share the same key.
/// </summary>
public sealed class TokenKey
{
    /// <summary>RFC 7518, 3.3.</summary>
    public const int MinKeyBits = 2_048;

    private readonly RSA _rsa = RSA.Create();

    /// <summary>
    /// Reads the private key from a PKCS#8 document (<c>openssl pkcs8 -topk8 -nocrypt -outform DER</c>).
    /// </summary>
    public TokenKey(ReadOnlySpan<byte> pkcs8)
    {
        _rsa.ImportPkcs8PrivateKey(pkcs8, out _);
        if (_rsa.KeySize < MinKeyBits)
            throw new ArgumentException($"The signing key has fewer than {MinKeyBits} bits.", nameof(pkcs8));
        var published = _rsa.ExportParameters(includePrivateParameters: false);
        Modulus = Base64Url.EncodeToString(published.Modulus);
        Exponent = Base64Url.EncodeToString(published.Exponent);
        Id = Base64Url.EncodeToString(SHA256.HashData(
            Encoding.UTF8.GetBytes($$"""{"e":"{{Exponent}}","kty":"RSA","n":"{{Modulus}}"}""")));
    }

    /// <summary>The <c>kid</c>: the thumbprint of the public half (RFC 7638).</summary>
    public string Id { get; }

    /// <summary>Of the public half, in base64url.</summary>
    internal string Modulus { get; }

    /// <summary>Of the public half, in base64url.</summary>
    internal string Exponent { get; }

    internal byte[] Sign(ReadOnlySpan<byte> bytes) =>
        _rsa.SignData(bytes.ToArray(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    internal bool Verify(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature) =>
        _rsa.VerifyData(bytes, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
