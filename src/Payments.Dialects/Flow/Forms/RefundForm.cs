using System.Collections.Immutable;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.Flow.Forms;

/// <summary>What is to be refunded, as Flow's form has it.</summary>
internal sealed record RefundForm(
    OrderNumber? Order,
    string? Authorization,
    string? Capture,
    decimal? Number,
    Currency? Currency,
    Key? Key,
    ImmutableDictionary<string, string> Attributes)
{
    /// <summary>
    /// The return that a refund is for is kept among its attributes: Flow's form has a field for it, its refund has none.
    /// </summary>
    private const string ReturnKey = "rma_key";

    /// <summary>The form's fields; what is wrong with them is in the form's errors.</summary>
    public static RefundForm Read(FlowForm form)
    {
        var fields = new RefundForm(
            form.OrderNumber(),
            form.Name("authorization_id", Ledger.Key.MaximumLength),
            form.Name("capture_id", Ledger.Key.MaximumLength),
            form.Number("amount"),
            form.Currency(),
            form.Key(),
            form.Attributes());
        var given = form.Name(ReturnKey, Ledger.Key.MaximumLength);
        if (form.Errors.Count == 0 && fields is { Order: null, Authorization: null, Capture: null })
            form.Refuse("", "An authorization_id, a capture_id or an order_number is needed.");
        return given is null ? fields : fields with { Attributes = fields.Attributes.SetItem(ReturnKey, given) };
    }

    public RefundRequest RequestOf(Money? amount) =>
        new(Key, Order, Authorization, Capture, amount, Currency, Attributes);
}
