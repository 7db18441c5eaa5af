using System.Security.Cryptography;
using System.Text;

namespace Payments.Ledger.Identity;

/// <summary>
/// Which ledger of an organization: 80 bits, as 20 hexadecimal digits. An order's is a hash of its number, so that the
/// number alone finds the ledger; one without an order is drawn at random. Every id of a resource carries it, so that
/// an id alone finds the ledger too, and no index is read.
/// </summary>
public readonly record struct LedgerId
{
    /// <summary>Its length as text: 20 digits. 80 bits keep a billion orders of one organization apart.</summary>
    public const int Length = 20;

    private readonly string? _digits;

    private LedgerId(string digits) => _digits = digits;

    /// <summary>The ledger of an order.</summary>
    public static LedgerId ForOrder(OrderNumber number) => Hash($"order:{number.Value}");

    /// <summary>
    /// The ledger of a resource that has no order, named after the caller's key of it: the same key, the same ledger.
    /// </summary>
    public static LedgerId ForKey(string kind, Key key) => Hash($"key:{kind}:{key.Value}");

    /// <summary>
    /// The same for a resource whose key may be used again, for another request: named after both.
    /// </summary>
    public static LedgerId ForKey(string kind, Key key, string fingerprint) =>
        Hash($"key:{kind}:{key.Value}:{fingerprint}");

    /// <summary>The ledger of a resource that has neither order nor key, named after a unique number.</summary>
    public static LedgerId Standalone(Guid unique) => Hash($"unique:{unique:N}");

    /// <summary>The ledger that 20 hexadecimal digits name.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out LedgerId id)
    {
        id = default;
        if (text.Length != Length || !Digits.AreLowerHex(text)) return false;
        id = new LedgerId(text.ToString());
        return true;
    }

    /// <summary>The ledger that 20 hexadecimal digits name. Throws <see cref="FormatException"/> for others.</summary>
    public static LedgerId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' names no ledger.");

    private static LedgerId Hash(string name) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, Length / 2)));

    /// <summary>The 20 digits.</summary>
    public override string ToString() =>
        _digits ?? throw new InvalidOperationException("This ledger id was never set.");
}
