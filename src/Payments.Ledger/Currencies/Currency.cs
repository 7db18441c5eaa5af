using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Payments.Ledger.Currencies;

/// <summary>A currency of ISO 4217, with the number of decimals of its minor unit (0, 2, 3 or 4).</summary>
public sealed record Currency
{
    private static readonly FrozenDictionary<string, Currency> Known = Iso4217.Decimals
        .ToFrozenDictionary(entry => entry.Key, entry => new Currency(entry.Key, entry.Value), StringComparer.Ordinal);

    private Currency(string code, int decimals)
    {
        Code = code;
        Decimals = decimals;
        MinorUnitsPerUnit = 1;
        for (var i = 0; i < decimals; i++) MinorUnitsPerUnit *= 10;
    }

    /// <summary>The alphabetic code, in upper case.</summary>
    public string Code { get; }

    /// <summary>The number of decimals of the minor unit.</summary>
    public int Decimals { get; }

    /// <summary>10 to the power of <see cref="Decimals"/>.</summary>
    public long MinorUnitsPerUnit { get; }

    /// <summary>Parses a code, in any letter case; false if ISO 4217 does not list it as money in use.</summary>
    public static bool TryParse(string? code, [NotNullWhen(true)] out Currency? currency)
    {
        currency = null;
        return code is { Length: 3 } && Known.TryGetValue(code.ToUpperInvariant(), out currency);
    }

    /// <summary>Parses a code that is known to be valid. Throws <see cref="FormatException"/> otherwise.</summary>
    public static Currency Parse(string code) =>
        TryParse(code, out var currency)
            ? currency
            : throw new FormatException($"'{code}' is not an ISO 4217 currency.");

    /// <inheritdoc/>
    public override string ToString() => Code;
}
