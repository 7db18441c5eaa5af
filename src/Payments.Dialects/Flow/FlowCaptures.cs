using Payments.Dialects.Flow.Errors;
using Payments.Dialects.Flow.Forms;
using Payments.Dialects.Flow.Models;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.Flow;

/// <summary><c>/{organization}/captures</c>.</summary>
public sealed class FlowCaptures(FlowCallers callers, Captures captures, LedgerCurrencies currencies)
{
    /// <summary>201 with the capture, or 422 with the reason why there is none.</summary>
    public async Task<WireResponse> PostAsync(
        WireRequest request, string organization, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;

        var form = FlowForm.Read(request.Body);
        var authorization = form.Name("authorization_id", Key.MaximumLength, required: true);
        var number = form.Number("amount");
        var currency = form.Currency();
        var key = form.Key();
        var attributes = form.Attributes();
        if (form.Errors.Count > 0) return FlowErrors.OfCapture(form.Errors);
        var unit = currency is null && number is not null
            ? await currencies.OfAuthorizationAsync(caller, authorization!, cancellationToken)
            : currency;
        if (number is not null && unit is null)
            form.Refuse("authorization_id", $"There is no authorization {authorization}.");
        var amount = form.Money("amount", number, unit);
        if (form.Errors.Count > 0) return FlowErrors.OfCapture(form.Errors);

        var answered = await captures.CaptureAsync(
            caller, new CaptureRequest(key, authorization!, amount, currency, attributes), cancellationToken);
        return FlowAnswers.Created(answered, CaptureModel.Of, FlowErrors.OfCapture);
    }

    /// <summary>200 with the capture that has the key or id, or 404.</summary>
    public async Task<WireResponse> GetAsync(
        WireRequest request, string organization, string key, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;
        var found = await captures.FindAsync(caller, key, cancellationToken);
        return FlowAnswers.Found(found is null ? null : CaptureModel.Of(found));
    }
}
