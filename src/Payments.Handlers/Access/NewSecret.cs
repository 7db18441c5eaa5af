using System.Security.Cryptography;
using System.Text;

namespace Payments.Handlers.Access;

/// <summary>Random texts, in base32: letters and digits that survive any copying, and no hyphen.</summary>
public static class NewSecret
{
    /// <summary>256 bits.</summary>
    public const int Bytes = 32;

    /// <summary>In characters: a secret given by hand has at least as many.</summary>
    public const int MinLength = 32;

    /// <summary>RFC 4648, in lower case.</summary>
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    private const int BitsPerCharacter = 5;

    /// <summary>A secret of 256 random bits.</summary>
    public static string Create() => Create(Bytes);

    /// <summary>A text of this many random bytes.</summary>
    public static string Create(int bytes) => Encode(RandomNumberGenerator.GetBytes(bytes));

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var value in bytes)
        {
            buffer = ((buffer << 8) | value) & 0xFFFF;
            bits += 8;
            for (; bits >= BitsPerCharacter; bits -= BitsPerCharacter)
                text.Append(Alphabet[(buffer >> (bits - BitsPerCharacter)) & 31]);
        }

        if (bits > 0) text.Append(Alphabet[(buffer << (BitsPerCharacter - bits)) & 31]);
        return text.ToString();
    }
}
