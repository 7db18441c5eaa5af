using Payments.Dialects.Flow.Errors;
using Payments.Dialects.Flow.Forms;
using Payments.Dialects.Flow.Models;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.Flow;

/// <summary><c>/{organization}/authorizations</c>.</summary>
public sealed class FlowAuthorizations(
    FlowCallers callers, Authorizations authorizations, LedgerCurrencies currencies, TimeProvider time)
{
    /// <summary>201 with the authorization, or 422 with the reason why there is none.</summary>
    public async Task<WireResponse> PostAsync(
        WireRequest request, string organization, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;

        var form = FlowForm.Read(request.Body);
        var kind = form.Text("discriminator", 100, required: true);
        if (kind is not (null or AuthorizationForm.Direct or AuthorizationForm.MerchantOfRecord))
        {
            form.Refuse("discriminator", AuthorizationForm.KindsTaken);
            return FlowErrors.OfAuthorization("not_supported", form.Errors);
        }

        var fields = AuthorizationForm.Read(form, kind);
        if (form.Errors.Count > 0) return FlowErrors.OfAuthorization(AuthorizationForm.CodeOf(form.Errors), form.Errors);
        if (fields.Currency is null && fields.Number is not null)
            fields = fields with { Currency = await currencies.OfOrderAsync(caller, fields.Order!.Value, cancellationToken) };
        if (fields.Number is not null && fields.Currency is null)
            form.Refuse("order_number", $"There is no order {fields.Order}.");
        var amount = form.Money("amount", fields.Number, fields.Currency);
        if (form.Errors.Count > 0) return FlowErrors.OfAuthorization(form.Errors);

        var answered = await authorizations.AuthorizeAsync(caller, fields.RequestOf(amount), cancellationToken);
        return answered switch
        {
            Answer<Authorization>.Accepted accepted => FlowJson.Answer(
                201, CardAuthorizationModel.Of(accepted.Result, time.GetUtcNow())),
            Answer<Authorization>.Refused refused => FlowErrors.OfAuthorization(refused.Refusal),
            _ => throw new InvalidOperationException($"No such answer: {answered}."),
        };
    }

    /// <summary>200 with the authorization that has the key or id, or 404.</summary>
    public async Task<WireResponse> GetAsync(
        WireRequest request, string organization, string key, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;
        var found = await authorizations.FindAsync(caller, key, cancellationToken);
        return FlowAnswers.Found(found is null ? null : CardAuthorizationModel.Of(found, time.GetUtcNow()));
    }
}
