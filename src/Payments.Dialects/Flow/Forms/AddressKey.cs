using Payments.Ledger;

namespace Payments.Dialects.Flow.Forms;

/// <summary>The key in the address of a PUT.</summary>
internal static class AddressKey
{
    /// <summary>Refuses a form whose own key is another, and a key that could not be one.</summary>
    public static void Check(FlowForm form, string key)
    {
        if (form.Key() is { } own && own.Value != key) form.Refuse("key", "key must be the one in the address.");
        if (key.Length is 0 or > Key.MaximumLength || key.Any(char.IsControl))
        {
            form.Refuse(
                "key", $"key must have 1 to {Key.MaximumLength} characters in the address, and no control characters.");
        }
    }
}
