namespace Payments.Dialects.CommerceHub;

/// <summary>The gateway's published error codes, as far as credits need them.</summary>
internal static class ErrorCode
{
    public const string FieldInvalid = "100";
    public const string FieldUnknown = "101";
    public const string SourceInvalid = "102";
    public const string CardInvalid = "103";
    public const string BrandUnknown = "104";
    public const string AmountInvalid = "105";
    public const string AmountMissing = "106";
    public const string FieldMissing = "107";
    public const string ExpiryInvalid = "115";
    public const string JsonBroken = "121";
    public const string CardMissing = "129";
    public const string OrderInvalid = "134";
    public const string InvoiceInvalid = "135";
    public const string BodyOrHeaderMissing = "138";
    public const string SourceNotSupported = "205";
    public const string FeatureOff = "207";
    public const string CurrencyNotSupported = "247";
    public const string Internal = "703";
    public const string AlreadyExists = "757";
    public const string InProgress = "759";
    public const string ReferenceNotFound = "764";
    public const string IdNotFound = "801";
    public const string CurrencyMismatch = "804";
    public const string NotAboveZero = "836";
    public const string CannotProcess = "999";
}
