using System.Collections.Immutable;
using Payments.Dialects.Flow.Forms;
using Payments.Dialects.Wire;
using Payments.Dialects.Wire.Reading;
using Payments.Handlers.Orders;
using Payments.Handlers.Writing;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Flow.Orders;

/// <summary>
/// <c>/{organization}/orders/{number}</c>: registers an order, for which none of the three APIs has a simple operation;
/// and <c>/{organization}/orders</c>, for numbers that can't be part of every path (docs/addresses.md). The body is
/// <c>{"currency": "USD", "total": 100.00, "shipping": 7.50, "number": "c-1001"}</c>: currency and total are required;
/// the number must equal the one in the address, if that has one; shipping is part of the total. The response is
/// <see cref="OrderModel"/>.
/// </summary>
public sealed class FlowOrders(OrderHandler orders)
{
    private const string Number = "number";

    private static readonly string NumberRule =
        $"number must have 1 to {OrderNumber.MaxLength} characters, no control characters, and not be . or .. alone.";

    /// <summary>Each number costs one ledger read; the reads run in parallel.</summary>
    public const int MaxNumbers = 25;

    /// <summary>200 with the order, or 404.</summary>
    public async Task<WireResponse> GetAsync(FlowCall call, string number, CancellationToken cancellationToken)
    {
        var view = TryReadNumber(number, out var order)
            ? await orders.FindAsync(call.Organization, order, cancellationToken)
            : null;
        return FlowResponses.Found(view, OrderModel.From);
    }

    /// <summary>
    /// 201 with a new order, 200 if it was registered before, 422 with the reason for a rejection.
    /// </summary>
    public async Task<WireResponse> PutAsync(FlowCall call, string number, CancellationToken cancellationToken)
    {
        var form = FlowForm.Read(call);
        if (form.Name(Number, OrderNumber.MaxLength) is { } named && named != number)
            form.AddErrorMessage(Number, "number must be the one in the address.");
        return await RegisterAsync(call.Organization, form, number, cancellationToken);
    }

    /// <summary>The same, with the number only in the body.</summary>
    public async Task<WireResponse> PostAsync(FlowCall call, CancellationToken cancellationToken)
    {
        var form = FlowForm.Read(call);
        var number = form.Name(Number, OrderNumber.MaxLength, required: true);
        return number is null
            ? FlowErrors.ForOrder(form.Errors)
            : await RegisterAsync(call.Organization, form, number, cancellationToken);
    }

    /// <summary>
    /// 200 with the orders of the requested numbers, in the order requested; unknown ones are left out.
    /// </summary>
    public async Task<WireResponse> GetSomeAsync(FlowCall call, CancellationToken cancellationToken)
    {
        var numbers = FlowQuery.Parse(call.Request).All(Number).Distinct().ToList();
        if (numbers.Count is 0 or > MaxNumbers)
        {
            return FlowErrors.ForOrder(
                [new FieldError(Number, $"{Number} is required, and may be given at most {MaxNumbers} times.")]);
        }

        var found = await Task.WhenAll(numbers.Select(async number => TryReadNumber(number, out var order)
            ? await orders.FindAsync(call.Organization, order, cancellationToken)
            : null));
        return FlowJson.Answer(200, found.OfType<OrderView>().Select(OrderModel.From).ToImmutableArray());
    }

    /// <summary>False for a text that can't be an order's number.</summary>
    internal static bool TryReadNumber(string text, out OrderNumber number) =>
        OrderNumber.TryFrom(text, out number) && text is not ("." or "..");

    private async Task<WireResponse> RegisterAsync(
        OrganizationId organization, JsonForm form, string number, CancellationToken cancellationToken)
    {
        if (!TryReadNumber(number, out var order)) form.AddErrorMessage(Number, NumberRule);
        form.ScreenText(Number, number);
        var currency = form.Currency(required: true);
        var total = form.Money("total", form.Number("total", required: true), currency);
        var shipping = form.Money("shipping", form.Number("shipping"), currency);
        if (form.Errors.Count > 0) return FlowErrors.ForOrder(form.Errors);

        var registered = await orders.RegisterAsync(
            organization, order, total!.Value, shipping ?? Money.Zero(currency!), cancellationToken);
        return registered switch
        {
            Answer<OrderView>.Accepted accepted => FlowJson.Answer(
                accepted.Outcome == Outcome.Created ? 201 : 200, OrderModel.From(accepted.Result)),
            Answer<OrderView>.Rejected rejected => FlowErrors.ForOrder(rejected.Rejection),
            _ => throw new InvalidOperationException($"No such answer: {registered}."),
        };
    }
}
