namespace Payments.Processors.Stripe;

/// <summary>
/// This service's references at Stripe: a payment's own id (<c>pi_…</c>) for an authorization, and for a capture the
/// payment's id, a slash and the capture's name in its metadata, because all captures of a payment share one charge. A
/// capture that a storefront recorded may also be a charge's id.
/// </summary>
/// <param name="Payment">A payment's id, or a charge's.</param>
/// <param name="Capture">The name of the capture; null if the reference names none.</param>
internal sealed record StripeReference(string Payment, string? Capture)
{
    private const string PaymentPrefix = "pi_";
    private static readonly string[] ChargePrefixes = ["ch_", "py_"];

    /// <summary>Whether it is a charge, not a payment.</summary>
    public bool IsCharge => ChargePrefixes.Any(prefix => Payment.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The reference of a capture.</summary>
    public static string ForCapture(string payment, string capture) => $"{payment}/{capture}";

    /// <summary>Null if Stripe has no such ids: it can't have anything of it.</summary>
    public static StripeReference? Find(string reference)
    {
        var parts = reference.Split('/', 2);
        var isId = parts[0].All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
        var found = new StripeReference(parts[0], parts.Length > 1 ? parts[1] : null);
        return isId && (found.IsCharge || parts[0].StartsWith(PaymentPrefix, StringComparison.Ordinal)) ? found : null;
    }

    /// <summary>The payment's id of an authorization; null if it is not one.</summary>
    public static string? FindPayment(string reference) =>
        Find(reference) is { IsCharge: false, Capture: null } found ? found.Payment : null;
}
