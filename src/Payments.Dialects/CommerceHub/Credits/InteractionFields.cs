using System.Collections.Frozen;
using Payments.Dialects.Wire.Reading;

namespace Payments.Dialects.CommerceHub.Credits;

/// <summary>Reads <c>transactionInteraction</c> (commerce-hub-credits.md, part 3.5).</summary>
internal static class InteractionFields
{
    /// <summary>The origin in the reference page's response to a request without one.</summary>
    public const string DefaultOrigin = "ECOM";

    private static readonly FrozenSet<string> Origins =
        FrozenSet.Create(StringComparer.Ordinal, DefaultOrigin, "MOTO", "POS");

    private static readonly FrozenSet<string> EciIndicators = FrozenSet.Create(
        StringComparer.Ordinal,
        "SECURE_ECOM",
        "NON_AUTH_ECOM",
        "CHANNEL_ENCRYPTED",
        "NON_SECURE_ECOM",
        "AMEX_PAYMENT_TOKEN");

    private static readonly FrozenSet<string> PosConditionCodes = FrozenSet.Create(
        StringComparer.Ordinal,
        "CARD_PRESENT",
        "CARD_PRESENT_UNSPECIFIED",
        "CARD_PRESENT_UNATTENDED",
        "CARD_PRESENT_FRAUD",
        "CARD_PRESENT_MAG_NOT_READ",
        "CARD_PRESENT_IDENTIFIED",
        "CARD_NOT_PRESENT_RECURRING",
        "CARD_NOT_PRESENT_INSTALLMENT",
        "CARD_NOT_PRESENT_DEFERRED",
        "CARD_NOT_PRESENT_F2F",
        "CARD_NOT_PRESENT_MOTO",
        "CARD_NOT_PRESENT_ECOM");

    /// <summary>The transaction's origin, such as <c>ECOM</c>.</summary>
    public static string ReadOrigin(JsonForm request)
    {
        var interaction = request.Object("transactionInteraction");
        var origin = interaction.Word("origin", Origins);
        interaction.Word("eciIndicator", EciIndicators);
        interaction.Word("posConditionCode", PosConditionCodes);
        interaction.Text("posEntryMode", 22);
        return origin ?? DefaultOrigin;
    }
}
