using System.Security.Cryptography;
using System.Text;

namespace Payments.Ledger.Identity;

/// <summary>
/// Identifies a ledger within an organization: 80 bits, as 20 hexadecimal digits. An order's is a hash of its number,
/// so that the number alone finds the ledger; without an order it is derived from the caller's key or a unique number.
/// Every id of a resource contains it, so that an id alone finds the ledger too, without an index.
/// </summary>
public readonly record struct LedgerId
{
    /// <summary>Its length as text: 20 digits. 80 bits keep a billion orders of one organization distinct.</summary>
    public const int Length = 20;

    private readonly string? _digits;

    private LedgerId(string digits) => _digits = digits;

    /// <summary>The ledger of an order.</summary>
    public static LedgerId ForOrder(OrderNumber number) => Hash($"order:{number.Value}");

    /// <summary>
    /// The ledger of a resource without an order, derived from the caller's key: the same key gives the same ledger.
    /// </summary>
    public static LedgerId ForKey(string kind, Key key) => Hash($"key:{kind}:{key.Value}");

    /// <summary>The ledger of a resource whose key may be used again for another request: derived from both.</summary>
    public static LedgerId ForKey(string kind, Key key, string fingerprint) =>
        Hash($"key:{kind}:{key.Value}:{fingerprint}");

    /// <summary>The ledger of a resource with neither order nor key, derived from a unique number.</summary>
    public static LedgerId Standalone(Guid unique) => Hash($"unique:{unique:N}");

    /// <summary>Parses 20 hexadecimal digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out LedgerId id)
    {
        id = default;
        if (text.Length != Length || !Digits.AreLowerHex(text)) return false;
        id = new LedgerId(text.ToString());
        return true;
    }

    /// <summary>Parses 20 hexadecimal digits. Throws <see cref="FormatException"/> if they are not valid.</summary>
    public static LedgerId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a ledger id.");

    private static LedgerId Hash(string name) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, Length / 2)));

    public override string ToString() =>
        _digits ?? throw new InvalidOperationException("This ledger id was never set.");
}
