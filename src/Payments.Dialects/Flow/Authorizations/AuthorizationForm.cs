using System.Collections.Immutable;
using Payments.Dialects.Flow.Forms;
using Payments.Dialects.Wire.Reading;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.Authorizations;

/// <summary>
/// The two forms of an authorization: one for an amount, and one for an order that the platform sells as merchant of
/// record. The card's security code is only checked for its format: it is not used here, and must not be stored.
/// </summary>
internal sealed record AuthorizationForm(
    string Token,
    OrderNumber? Order,
    decimal? Number,
    Currency? Currency,
    Key? Key,
    bool IsMerchantOfRecord,
    Customer Customer,
    ImmutableDictionary<string, string> Attributes)
{
    public const string Direct = "direct_authorization_form";
    private const string MerchantOfRecord = "merchant_of_record_authorization_form";
    private const int MaxTokenLength = 255;
    private const int MaxPersonalNameLength = 200;
    private const int MaxEmailLength = 254;

    /// <summary>The form's fields; their errors are added to the form's.</summary>
    public static AuthorizationForm Read(JsonForm form, string? kind)
    {
        var direct = kind == Direct;
        CheckSecurityCode(form);
        return new AuthorizationForm(
            ReadToken(form) ?? "",
            kind == MerchantOfRecord ? form.OrderNumber(required: true) : null,
            form.Number("amount", required: direct),
            form.Currency(required: direct),
            form.Key(),
            !direct,
            direct ? ReadCustomer(form) : new Customer(null, null, null),
            form.Attributes());
    }

    /// <summary>
    /// Rejects any other discriminator. The fields of an unknown form are not known either, so they are not read.
    /// </summary>
    public static bool TryReadKind(JsonForm form, out string? kind)
    {
        kind = form.Text("discriminator", 100, required: true);
        if (kind is null or Direct or MerchantOfRecord) return true;
        form.AddErrorMessage(
            "discriminator", $"discriminator must be {Direct} or {MerchantOfRecord}.", "not_supported");
        return false;
    }

    /// <summary>The decline code that best describes a form's errors.</summary>
    public static string ToCode(IReadOnlyList<FieldError> errors) =>
        errors.Select(error => error.Code).FirstOrDefault(code => code is not null) ?? errors[0].Field switch
        {
            "token" => "invalid_token",
            "cvv" => "cvv",
            _ => DeclineCodes.Unknown,
        };

    public AuthorizationRequest ToRequest(Money? amount) =>
        new(Key, Order, amount, Currency, Token, IsMerchantOfRecord, Customer, Attributes);

    private static string? ReadToken(JsonForm form)
    {
        var token = form.Text("token", MaxTokenLength, TextRules.Name | TextRules.CardNumber, required: true);
        if (token is not null && (IsCardNumber(token) || CardNumberScreen.Finds(token)))
            form.AddErrorMessage("token", "token must be a card token; card numbers are not accepted.");
        return token;
    }

    /// <summary>
    /// A card number sent in place of a token must be neither stored nor returned: whatever is nothing but 12 to 19
    /// digits, ignoring spaces and hyphens, with a valid check digit; and all that is one elsewhere.
    /// </summary>
    private static bool IsCardNumber(string text)
    {
        var digits = text.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return digits.Length is >= 12 and <= 19 && digits.All(char.IsAsciiDigit) && CardCheckDigit.IsValid(digits);
    }

    private static void CheckSecurityCode(JsonForm form)
    {
        if (form.Text("cvv", 4) is { } code && (code.Length < 3 || !code.All(char.IsAsciiDigit)))
            form.AddErrorMessage("cvv", "cvv must be 3 or 4 digits.");
    }

    private static Customer ReadCustomer(JsonForm form)
    {
        var customer = form.Object("customer");
        var name = customer.Object("name");
        return new Customer(
            name.Text("first", MaxPersonalNameLength),
            name.Text("last", MaxPersonalNameLength),
            customer.Text("email", MaxEmailLength));
    }
}
