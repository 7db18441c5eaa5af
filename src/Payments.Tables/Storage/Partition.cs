using System.Globalization;
using Payments.Ledger.Identity;

namespace Payments.Tables.Storage;

/// <summary>A partition of a table that is spread over the storage accounts.</summary>
/// <param name="Key">The partition key.</param>
/// <param name="Number">
/// A number that the partition key ends in; modulo the number of accounts it is the partition's account. So the key
/// alone says where its rows are.
/// </param>
internal readonly record struct Partition(string Key, uint Number)
{
    private const int Digits = 8;

    /// <summary>
    /// The number of a ledger: the first 32 bits of its id, which is a hash. The organization does not matter, so that
    /// the account can be told from any id.
    /// </summary>
    public static uint ToNumber(LedgerId ledger) =>
        uint.Parse(ledger.ToString().AsSpan(0, Digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
