using System.Collections.Immutable;
using Payments.Dialects.Flow.Forms;
using Payments.Dialects.Wire.Reading;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.Refunds;

/// <summary>
/// Flow's form of a refund. Besides Flow's <c>amount</c> there is an extension, <c>amount_up_to</c>: this amount, or
/// what is left if that is less. With neither, all that is left is refunded; null does not mean that, because
/// JavaScript writes NaN as null. Another extension are <see cref="TenderWords"/>.
/// </summary>
internal sealed record RefundForm(
    OrderNumber? Order,
    string? Authorization,
    string? Capture,
    decimal? Number,
    bool UpTo,
    Currency? Currency,
    Key? Key,
    ImmutableDictionary<string, string> Attributes,
    RefundTenders Tenders)
{
    /// <summary>
    /// The return that a refund is for is stored among its attributes: Flow's form has a field for it, but Flow's
    /// refund does not.
    /// </summary>
    private const string ReturnKey = "rma_key";

    private const string Amount = "amount";
    private const string AmountUpTo = "amount_up_to";

    /// <summary>The field that contains the amount.</summary>
    public string AmountField => UpTo ? AmountUpTo : Amount;

    /// <summary>The form's fields; their errors are added to the form's.</summary>
    public static RefundForm Read(JsonForm form)
    {
        var fields = new RefundForm(
            form.OrderNumber(),
            form.Name("authorization_id", Ledger.Identity.Key.MaxLength),
            form.Name("capture_id", Ledger.Identity.Key.MaxLength),
            ReadNumber(form, out var upTo),
            upTo,
            form.Currency(),
            form.Key(),
            form.Attributes(),
            TenderWords.Read(form));
        var given = form.Name(ReturnKey, Ledger.Identity.Key.MaxLength);
        if (form.Errors.Count == 0 && fields is { Order: null, Authorization: null, Capture: null })
            form.AddErrorMessage("", "An authorization_id, a capture_id or an order_number is required.");
        TenderWords.RequireOrderAlone(form, fields is { Order: not null, Authorization: null, Capture: null });
        return given is null ? fields : fields with { Attributes = fields.Attributes.SetItem(ReturnKey, given) };
    }

    public RefundRequest ToRequest(Money? amount) =>
        new(Key, Order, Authorization, Capture, amount, Currency, Attributes, UpTo, Tenders);

    private static decimal? ReadNumber(JsonForm form, out bool upTo)
    {
        foreach (var name in new[] { Amount, AmountUpTo }.Where(form.IsNull))
            form.AddErrorMessage(name, $"{name} can't be null: leave it out to refund all that is left.");
        var (exact, most) = (form.Number(Amount), form.Number(AmountUpTo));
        if (exact is not null && most is not null)
            form.AddErrorMessage(AmountUpTo, $"Only one of {Amount} and {AmountUpTo} can be given.");
        upTo = most is not null;
        return exact ?? most;
    }
}
