using Payments.Ledger;

namespace Payments.Dialects.Flow;

/// <summary>Order numbers in addresses.</summary>
internal static class OrderNumbers
{
    /// <summary>What a number must be like.</summary>
    public static readonly string Rule =
        $"number must have 1 to {OrderNumber.MaximumLength} characters, no control characters, and not be dots alone.";

    /// <summary>False for a text that no order can have as its number.</summary>
    public static bool TryRead(string text, out OrderNumber number)
    {
        number = new OrderNumber(text);
        return text.Length is >= 1 and <= OrderNumber.MaximumLength
            && !text.Any(char.IsControl)
            && text is not ("." or "..");
    }
}
