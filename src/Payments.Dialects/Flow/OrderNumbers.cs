using Payments.Ledger;

namespace Payments.Dialects.Flow;

/// <summary>Order numbers in addresses.</summary>
internal static class OrderNumbers
{
    /// <summary>False for a text that no order can have as its number.</summary>
    public static bool TryRead(string text, out OrderNumber number)
    {
        number = new OrderNumber(text);
        return text.Length is >= 1 and <= OrderNumber.MaximumLength && !text.Any(char.IsControl);
    }
}
