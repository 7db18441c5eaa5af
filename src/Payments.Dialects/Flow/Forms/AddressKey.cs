using Payments.Ledger;

namespace Payments.Dialects.Flow.Forms;

/// <summary>The key in the address of a PUT.</summary>
internal static class AddressKey
{
    /// <summary>
    /// Refuses a form whose own key is another, and a key that could not be one. An id names what is there already.
    /// </summary>
    public static void Check(FlowForm form, string key)
    {
        if (form.Name("key", Key.MaximumLength) is { } own && own != key)
            form.Refuse("key", "key must be the one in the address.");
        if (ReservedNames.WhyNoWord(key) is { } reason) form.Refuse("key", $"key {reason}.");
        if (key.Length is 0 or > Key.MaximumLength || key.Any(char.IsControl))
        {
            form.Refuse(
                "key", $"key must have 1 to {Key.MaximumLength} characters in the address, and no control characters.");
        }
    }
}
