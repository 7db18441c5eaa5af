using System.Collections.Frozen;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.CommerceHub;

/// <summary>Where a credit goes, as it was read.</summary>
/// <param name="Type">Such as <c>PaymentCard</c>.</param>
/// <param name="Instrument">For the processor alone.</param>
/// <param name="Card">What may be kept.</param>
internal sealed record CreditSource(string Type, CreditInstrument Instrument, CardSummary? Card);

/// <summary>Reads <c>source</c> (commerce-hub-credits.md, part 3.2).</summary>
internal static class SourceFields
{
    /// <summary>A card by its number.</summary>
    public const string PaymentCard = "PaymentCard";

    /// <summary>A card by a token of it.</summary>
    public const string PaymentToken = "PaymentToken";

    private const string Source = "source";
    private const string SourceType = "sourceType";
    private const string TokenData = "tokenData";
    private const int LongestToken = 2048;
    private const int LongestText = 256;

    /// <summary>Sources that the gateway has and this service has not.</summary>
    private static readonly FrozenSet<string> NotSupported = FrozenSet.Create(
        StringComparer.Ordinal,
        "PaymentEMV",
        "PaymentTrack",
        "PaymentCheck",
        "PaymentSession",
        "ApplePay",
        "GooglePay",
        "DecryptedWallet");

    /// <summary>The source; null where it is wrong.</summary>
    public static CreditSource? Read(JsonForm request)
    {
        if (!request.Has(Source))
        {
            request.Refuse(Source, "source is missing.", ErrorCode.SourceInvalid);
            return null;
        }

        var source = request.Object(Source);
        if (!source.Exists) return null;
        if (!source.Has(SourceType))
        {
            source.Refuse(SourceType, "sourceType is missing.", ErrorCode.FieldMissing);
            return null;
        }

        return source.Text(SourceType, LongestText, code: ErrorCode.SourceInvalid) switch
        {
            null => null,
            PaymentCard => ReadCard(source),
            PaymentToken => ReadToken(source),
            var other => Refused(source, other),
        };
    }

    private static CreditSource? Refused(JsonForm source, string type)
    {
        if (NotSupported.Contains(type))
            source.Refuse(SourceType, "This sourceType is not supported for credits.", ErrorCode.SourceNotSupported);
        else
            source.Refuse(SourceType, "There is no such sourceType.", ErrorCode.SourceInvalid);
        return null;
    }

    private static CreditSource? ReadCard(JsonForm source)
    {
        const string encryption = "encryptionData";
        if (source.Has(encryption))
        {
            source.Refuse(encryption, "Encrypted card data is not supported.", ErrorCode.SourceNotSupported);
            return null;
        }

        return CardFields.Read(source.Object("card")) is var (instrument, card)
            ? new CreditSource(PaymentCard, instrument, card)
            : null;
    }

    private static CreditSource? ReadToken(JsonForm source)
    {
        var token = source.Text(TokenData, LongestToken, code: ErrorCode.CardInvalid);
        if (token is "" || !source.Has(TokenData))
            source.Refuse(TokenData, "tokenData is missing.", ErrorCode.CardMissing);
        var issuer = source.Text("tokenSource", LongestText);
        source.Text("cryptogram", LongestText);
        var (month, year) = CardFields.ReadExpiry(source.Object("card"), isRequired: false);
        if (string.IsNullOrEmpty(token)) return null;
        var card = month is null && year is null ? null : new CardSummary(null, null, null, month, year);
        var expiry = month is null || year is null ? null : CardFields.ExpiryOf(month, year);
        return new CreditSource(PaymentToken, new CreditInstrument.Token(token, issuer, expiry), card);
    }
}
