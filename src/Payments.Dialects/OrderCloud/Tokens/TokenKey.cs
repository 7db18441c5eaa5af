using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Payments.Dialects.OrderCloud.Tokens;

/// <summary>
/// The key that tokens are signed with, by RSA and SHA-256, as OrderCloud's are: clients may check a token with the
/// public half (<c>/oauth/certs/{kid}</c>), and can make none with it. Every instance of the service has the same.
/// </summary>
public sealed class TokenKey
{
    /// <summary>The shortest key, in bits (RFC 7518, 3.3).</summary>
    public const int MinKeyBits = 2_048;

    private readonly RSA _rsa = RSA.Create();

    /// <summary>The private key of a PKCS#8 document (<c>openssl pkcs8 -topk8 -nocrypt -outform DER</c>).</summary>
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
        Secret = SHA256.HashData(pkcs8);
    }

    /// <summary>Its name, <c>kid</c>: the thumbprint of its public half (RFC 7638).</summary>
    public string Id { get; }

    /// <summary>Of the public half, in base64url.</summary>
    internal string Modulus { get; }

    /// <summary>Of the public half, in base64url.</summary>
    internal string Exponent { get; }

    /// <summary>What only those know that have the private key.</summary>
    internal ReadOnlyMemory<byte> Secret { get; }

    /// <summary>The signature of some bytes.</summary>
    internal byte[] Sign(ReadOnlySpan<byte> bytes) =>
        _rsa.SignData(bytes.ToArray(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <summary>Whether a signature is one of this key's.</summary>
    internal bool Verify(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature) =>
        _rsa.VerifyData(bytes, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
