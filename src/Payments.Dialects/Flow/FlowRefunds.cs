using Payments.Dialects.Flow.Errors;
using Payments.Dialects.Flow.Forms;
using Payments.Dialects.Flow.Models;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.Flow;

/// <summary><c>/{organization}/refunds</c>.</summary>
public sealed class FlowRefunds(
    FlowCallers callers,
    Refunds refunds,
    RefundCancellations cancellations,
    RefundTraces traces,
    Orders orders,
    LedgerCurrencies currencies)
{
    /// <summary>201 with the refund, which is pending; or 422 with the reason why there is none.</summary>
    public async Task<WireResponse> PostAsync(
        WireRequest request, string organization, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;

        var form = FlowForm.Read(request.Body);
        var fields = RefundForm.Read(form);
        if (form.Errors.Count > 0) return FlowErrors.OfRefund(form.Errors);
        var currency = fields.Number is null ? null : await CurrencyOfAsync(caller, fields, form, cancellationToken);
        var amount = form.Money(fields.AmountField, fields.Number, currency);
        if (form.Errors.Count > 0) return FlowErrors.OfRefund(form.Errors);

        var answered = await refunds.RequestAsync(caller, fields.RequestOf(amount), cancellationToken);
        return FlowAnswers.Created(answered, RefundModel.Of, FlowErrors.OfRefund);
    }

    /// <summary>200 with the refund that has the key or id, or 404.</summary>
    public async Task<WireResponse> GetAsync(
        WireRequest request, string organization, string key, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;
        var found = await refunds.FindAsync(caller, key, cancellationToken);
        return FlowAnswers.Found(found is null ? null : RefundModel.Of(found));
    }

    /// <summary>
    /// 204 once the refund is canceled, and each time that is asked for after that; 422 where it went to the processor,
    /// or came to another end; or 404. An operation of ours: Flow's API has the status, and no way to it.
    /// </summary>
    public async Task<WireResponse> DeleteAsync(
        WireRequest request, string organization, string key, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;
        return await cancellations.CancelAsync(caller, key, cancellationToken) switch
        {
            Answer<Refund>.Accepted => FlowAnswers.Done,
            Answer<Refund>.Refused refused => FlowErrors.OfRefund(refused.Refusal),
            _ => FlowAnswers.NotFound,
        };
    }

    /// <summary>200 with how a refund was spread over captures, and why; or 404. An operation of ours.</summary>
    public async Task<WireResponse> GetAllocationsAsync(
        WireRequest request, string organization, string key, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;
        var found = await traces.FindAsync(caller, key, cancellationToken);
        return FlowAnswers.Found(found is null ? null : RefundTraceModel.Of(found));
    }

    /// <summary>200 with what of an order was captured, was refunded and can still be, or 404.</summary>
    public async Task<WireResponse> GetSummaryAsync(
        WireRequest request, string organization, string orderNumber, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;
        var view = OrderNumbers.TryRead(orderNumber, out var order)
            ? await orders.FindAsync(caller, order, cancellationToken)
            : null;
        return FlowAnswers.Found(view is null ? null : RefundOrderSummaryModel.Of(view));
    }

    /// <summary>
    /// The caller's, or that of what is named. Where that is not known, the form is refused: without a currency the
    /// amount could not be told, and a refund without an amount is one of all that is left.
    /// </summary>
    private async Task<Currency?> CurrencyOfAsync(
        OrganizationId caller, RefundForm fields, FlowForm form, CancellationToken cancellationToken)
    {
        if (fields.Currency is { } given) return given;
        var (field, named, currency) = fields switch
        {
            { Capture: { } capture } => (
                "capture", capture, await currencies.OfCaptureAsync(caller, capture, cancellationToken)),
            { Authorization: { } authorization } => (
                "authorization", authorization,
                await currencies.OfAuthorizationAsync(caller, authorization, cancellationToken)),
            _ => (
                "order", fields.Order!.Value.Value,
                await currencies.OfOrderAsync(caller, fields.Order.Value, cancellationToken)),
        };
        if (currency is null) form.Refuse(field, $"There is no {field} {named}.");
        return currency;
    }
}
