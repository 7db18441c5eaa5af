using System.Collections.Frozen;
using Payments.Dialects.Wire.Reading;
using Payments.Handlers.Ports;
using Payments.Ledger.Records;

namespace Payments.Dialects.CommerceHub.Credits;

/// <summary>The destination of a credit, as it was read.</summary>
/// <param name="Type">Such as <c>PaymentCard</c>.</param>
/// <param name="Instrument">For the processor only.</param>
/// <param name="Card">The card data that may be stored.</param>
internal sealed record CreditSource(string Type, CreditInstrument Instrument, CardSummary? Card);

/// <summary>Reads <c>source</c> (commerce-hub-credits.md, part 3.2).</summary>
internal static class SourceFields
{
    /// <summary>A card given by its number.</summary>
    public const string PaymentCard = "PaymentCard";

    /// <summary>A card given by a token.</summary>
    public const string PaymentToken = "PaymentToken";

    private const string Source = "source";
    private const string SourceType = "sourceType";
    private const string TokenData = "tokenData";
    private const int MaxTokenLength = 2048;
    private const int MaxTextLength = 256;

    /// <summary>Sources that the gateway supports and this service does not.</summary>
    private static readonly FrozenSet<string> NotSupported = FrozenSet.Create(
        StringComparer.Ordinal,
        "PaymentEMV",
        "PaymentTrack",
        "PaymentCheck",
        "PaymentSession",
        "ApplePay",
        "GooglePay",
        "DecryptedWallet");

    /// <summary>The source; null if it is invalid.</summary>
    public static CreditSource? Read(JsonForm request)
    {
        if (!request.Has(Source))
        {
            request.AddErrorMessage(Source, "source is missing.", ErrorCode.SourceInvalid);
            return null;
        }

        var source = request.Object(Source);
        if (!source.Exists) return null;
        if (!source.Has(SourceType))
        {
            source.AddErrorMessage(SourceType, "sourceType is missing.", ErrorCode.FieldMissing);
            return null;
        }

        return source.Text(SourceType, MaxTextLength, code: ErrorCode.SourceInvalid) switch
        {
            null => null,
            PaymentCard => ReadCard(source),
            PaymentToken => ReadToken(source),
            var other => AddErrorMessage(source, other),
        };
    }

    private static CreditSource? AddErrorMessage(JsonForm source, string type)
    {
        if (NotSupported.Contains(type))
            source.AddErrorMessage(
                SourceType, "This sourceType is not supported for credits.", ErrorCode.SourceNotSupported);
        else
            source.AddErrorMessage(SourceType, "Unknown sourceType.", ErrorCode.SourceInvalid);
        return null;
    }

    private static CreditSource? ReadCard(JsonForm source)
    {
        const string encryption = "encryptionData";
        if (source.Has(encryption))
        {
            source.AddError(encryption, "Encrypted card data is not supported.", ErrorCode.SourceNotSupported);
            return null;
        }

        return CardFields.Read(source.Object("card")) is var (instrument, card)
            ? new CreditSource(PaymentCard, instrument, card)
            : null;
    }

    private static CreditSource? ReadToken(JsonForm source)
    {
        var token = source.Text(
            TokenData, MaxTokenLength, TextRules.NoControls | TextRules.Token, code: ErrorCode.CardInvalid);
        if (token is "" || !source.Has(TokenData))
            source.AddError(TokenData, "tokenData is missing.", ErrorCode.CardMissing);
        var issuer = source.Text("tokenSource", MaxTextLength);
        source.Text("cryptogram", MaxTextLength);
        var (month, year) = CardFields.ReadExpiry(source.Object("card"), isRequired: false);
        if (string.IsNullOrEmpty(token)) return null;
        var card = month is null && year is null ? null : new CardSummary(null, null, null, month, year);
        var expiry = month is null || year is null ? null : CardFields.ToExpiry(month, year);
        return new CreditSource(PaymentToken, new CreditInstrument.Token(token, issuer, expiry), card);
    }
}
