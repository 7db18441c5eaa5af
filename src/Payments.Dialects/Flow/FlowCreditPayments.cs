using Payments.Dialects.Flow.Errors;
using Payments.Dialects.Flow.Forms;
using Payments.Dialects.Flow.Models;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.Flow;

/// <summary><c>/{organization}/credit/payments</c>.</summary>
public sealed class FlowCreditPayments(FlowCallers callers, CreditPayments payments, Orders orders)
{
    private const int LongestDescription = 1_000;

    /// <summary>201 with the credit payment, or 422 with the reason why there is none.</summary>
    public async Task<WireResponse> PostAsync(
        WireRequest request, string organization, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;

        var form = FlowForm.Read(request.Body);
        var wanted = Read(form);
        if (wanted is null) return FlowErrors.OfCreditPayment(form.Errors);

        var answered = await payments.RecordAsync(caller, wanted, cancellationToken);
        return answered switch
        {
            Answer<CreditPayment>.Accepted accepted => FlowJson.Answer(
                201, await ModelOfAsync(request, caller, accepted.Result, cancellationToken)),
            Answer<CreditPayment>.Refused refused => FlowErrors.OfCreditPayment(refused.Refusal),
            _ => throw new InvalidOperationException($"No such answer: {answered}."),
        };
    }

    /// <summary>200 with the credit payment that has the key or id, or 404.</summary>
    public async Task<WireResponse> GetAsync(
        WireRequest request, string organization, string key, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;
        var found = await payments.FindAsync(caller, key, cancellationToken);
        return FlowAnswers.Found(
            found is null ? null : await ModelOfAsync(request, caller, found, cancellationToken));
    }

    /// <summary>
    /// 201 with the credit payment where it is new, 200 where it replaced one; 422 with the reason why not, and 404 for
    /// an id that is not known. A credit payment stays on its order. A key that was deleted may be put again.
    /// </summary>
    public async Task<WireResponse> PutAsync(
        WireRequest request, string organization, string key, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;

        var form = FlowForm.Read(request.Body);
        AddressKey.Check(form, key);
        var wanted = Read(form);
        if (wanted is null) return FlowErrors.OfCreditPayment(form.Errors);

        var answered = await payments.PutAsync(caller, key, wanted, cancellationToken);
        return answered switch
        {
            Answer<CreditPayment>.Accepted accepted => FlowJson.Answer(
                accepted.Outcome == Outcome.Created ? 201 : 200,
                await ModelOfAsync(request, caller, accepted.Result, cancellationToken)),
            Answer<CreditPayment>.Refused refused => FlowErrors.OfCreditPayment(refused.Refusal),
            _ => FlowAnswers.NotFound,
        };
    }

    /// <summary>204 once the credit payment is off its order, whose balance has its amount back; or 404.</summary>
    public async Task<WireResponse> DeleteAsync(
        WireRequest request, string organization, string key, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;
        return await payments.RemoveAsync(caller, key, cancellationToken)
            ? FlowAnswers.Done
            : FlowAnswers.NotFound;
    }

    /// <summary>
    /// What is asked for; null where the form's errors say what is wrong. Flow's form has no key; one that is given all
    /// the same makes the request repeatable.
    /// </summary>
    private static CreditPaymentRequest? Read(FlowForm form)
    {
        var order = form.OrderNumber(required: true);
        var description = form.Text("description", LongestDescription, required: true);
        if (description is not null && string.IsNullOrWhiteSpace(description))
            form.Refuse("description", "description must not be empty.");
        var currency = form.Currency(required: true);
        var amount = form.Money("amount", form.Number("amount", required: true), currency);
        var maximum = form.Money("max", form.Number("max", required: true), currency);
        var key = form.Key();
        var attributes = form.Attributes();
        return form.Errors.Count > 0
            ? null
            : new CreditPaymentRequest(key, order!.Value, description!, amount!.Value, maximum!.Value, attributes);
    }

    private async Task<CreditPaymentModel> ModelOfAsync(
        WireRequest request, OrganizationId caller, CreditPayment payment, CancellationToken cancellationToken)
    {
        var expanded = FlowQuery.Of(request).All("expand").Contains("order")
            ? await orders.FindAsync(caller, payment.Order, cancellationToken)
            : null;
        return CreditPaymentModel.Of(payment, expanded);
    }
}
