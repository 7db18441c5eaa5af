using System.Collections.Immutable;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.Flow.Forms;

/// <summary>
/// The two forms of an authorization: one for an amount, and one for an order that is sold by the platform. The card's
/// security code is only checked for its form: nothing here has a use for it, and it may not be kept.
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
    public const string MerchantOfRecord = "merchant_of_record_authorization_form";
    public const string KindsTaken = $"discriminator must be {Direct} or {MerchantOfRecord}.";

    private const int LongestToken = 255;
    private const int LongestPersonalName = 200;
    private const int LongestEmail = 254;

    /// <summary>The form's fields; what is wrong with them is in the form's errors.</summary>
    public static AuthorizationForm Read(FlowForm form, string? kind)
    {
        var direct = kind == Direct;
        CheckSecurityCode(form);
        return new AuthorizationForm(
            TokenOf(form) ?? "",
            kind == MerchantOfRecord ? form.OrderNumber(required: true) : null,
            form.Number("amount", required: direct),
            form.Currency(required: direct),
            form.Key(),
            !direct,
            direct ? CustomerOf(form) : new Customer(null, null, null),
            form.Attributes());
    }

    /// <summary>The decline code that says best what is wrong with a form.</summary>
    public static string CodeOf(IReadOnlyList<FieldError> errors) => errors[0].Field switch
    {
        "token" => "invalid_token",
        "cvv" => "cvv",
        _ => "unknown",
    };

    public AuthorizationRequest RequestOf(Money? amount) =>
        new(Key, Order, amount, Currency, Token, IsMerchantOfRecord, Customer, Attributes);

    private static string? TokenOf(FlowForm form)
    {
        var token = form.Name("token", LongestToken, required: true);
        if (token is not null && CardNumbers.IsOne(token))
            form.Refuse("token", "token must be a card's token; a card number is not accepted.");
        return token;
    }

    private static void CheckSecurityCode(FlowForm form)
    {
        if (form.Text("cvv", 4) is { } code && (code.Length < 3 || !code.All(char.IsAsciiDigit)))
            form.Refuse("cvv", "cvv must be 3 or 4 digits.");
    }

    private static Customer CustomerOf(FlowForm form)
    {
        var customer = form.Part("customer");
        var name = customer?.Part("name");
        return new Customer(
            name?.Text("first", LongestPersonalName),
            name?.Text("last", LongestPersonalName),
            customer?.Text("email", LongestEmail));
    }
}
