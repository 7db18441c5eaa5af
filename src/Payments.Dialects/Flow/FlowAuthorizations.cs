using Payments.Dialects.Flow.Errors;
using Payments.Dialects.Flow.Forms;
using Payments.Dialects.Flow.Models;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.Flow;

/// <summary><c>/{organization}/authorizations</c>.</summary>
public sealed class FlowAuthorizations(
    FlowCallers callers,
    Authorizations authorizations,
    Reversals reversals,
    LedgerCurrencies currencies,
    TimeProvider time)
{
    /// <summary>201 with the authorization, or 422 with the reason why there is none.</summary>
    public async Task<WireResponse> PostAsync(
        WireRequest request, string organization, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;

        var form = FlowForm.Read(request.Body);
        var (wanted, refused) = await ReadAsync(caller, form, cancellationToken);
        if (wanted is null) return refused!;

        var answered = await authorizations.AuthorizeAsync(caller, wanted, cancellationToken);
        return AnswerOf(answered, 201);
    }

    /// <summary>
    /// 201 with the authorization, or 422 with the reason why there is none. An authorization is never changed: the
    /// same form again is answered by the same authorization and 200, any other under that key by 422. 404 for an id
    /// that is not known.
    /// </summary>
    public async Task<WireResponse> PutAsync(
        WireRequest request, string organization, string key, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;

        var form = FlowForm.Read(request.Body);
        AddressKey.Check(form, key);
        var (wanted, refused) = await ReadAsync(caller, form, cancellationToken);
        if (wanted is null) return refused!;

        var answered = await authorizations.PutAsync(caller, key, wanted, cancellationToken);
        return AnswerOf(answered, answered is Answer<Authorization>.Accepted { Outcome: Outcome.Created } ? 201 : 200);
    }

    /// <summary>
    /// 204 once the authorization is reversed, and each time it is asked for after that; 422 where something was
    /// captured of it; or 404.
    /// </summary>
    public async Task<WireResponse> DeleteAsync(
        WireRequest request, string organization, string key, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;
        return await reversals.ReverseAsync(caller, key, cancellationToken) switch
        {
            Answer<Authorization>.Accepted => FlowAnswers.Done,
            Answer<Authorization>.Refused refused => FlowErrors.OfAuthorization(refused.Refusal),
            _ => FlowAnswers.NotFound,
        };
    }

    /// <summary>
    /// 200 with the authorization once what was never captured of it is released, and each time it is asked for after
    /// that; 422 while a capture is under way; or 404. An operation of ours. It takes no form: the rest is released as
    /// a whole.
    /// </summary>
    public async Task<WireResponse> PostReleaseAsync(
        WireRequest request, string organization, string key, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;
        if (!request.Body.IsEmpty)
        {
            var form = FlowForm.Read(request.Body);
            if (form.IsNull("amount") || form.Number("amount") is not null)
                form.Refuse("amount", "amount can't be given: all that was never captured is released.");
            if (form.Errors.Count > 0) return FlowErrors.OfAuthorization("not_supported", form.Errors);
        }

        return AnswerOf(await reversals.ReleaseAsync(caller, key, cancellationToken), 200);
    }

    /// <summary>200 with the authorization that has the key or id, or 404.</summary>
    public async Task<WireResponse> GetAsync(
        WireRequest request, string organization, string key, CancellationToken cancellationToken)
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;
        var found = await authorizations.FindAsync(caller, key, cancellationToken);
        return FlowAnswers.Found(found is null ? null : CardAuthorizationModel.Of(found, time.GetUtcNow()));
    }

    private WireResponse AnswerOf(Answer<Authorization>? answered, int status) => answered switch
    {
        Answer<Authorization>.Accepted accepted => FlowJson.Answer(
            status, CardAuthorizationModel.Of(accepted.Result, time.GetUtcNow())),
        Answer<Authorization>.Refused refused => FlowErrors.OfAuthorization(refused.Refusal),
        _ => FlowAnswers.NotFound,
    };

    /// <summary>What a form asks for; or the answer that says what is wrong with it.</summary>
    private async Task<(AuthorizationRequest? Wanted, WireResponse? Refused)> ReadAsync(
        OrganizationId caller, FlowForm form, CancellationToken cancellationToken)
    {
        var kind = form.Text("discriminator", 100, required: true);
        if (kind is not (null or AuthorizationForm.Direct or AuthorizationForm.MerchantOfRecord))
        {
            form.Refuse("discriminator", AuthorizationForm.KindsTaken);
            return (null, FlowErrors.OfAuthorization("not_supported", form.Errors));
        }

        var fields = AuthorizationForm.Read(form, kind);
        var amount = await AmountOfAsync(caller, fields, form, cancellationToken);
        return form.Errors.Count > 0
            ? (null, FlowErrors.OfAuthorization(AuthorizationForm.CodeOf(form.Errors), form.Errors))
            : (fields.RequestOf(amount), null);
    }

    /// <summary>
    /// The amount, in the caller's currency or else the order's. Where that is not known, the form is refused: an
    /// authorization without an amount is one of all that is to be paid.
    /// </summary>
    private async Task<Money?> AmountOfAsync(
        OrganizationId caller, AuthorizationForm fields, FlowForm form, CancellationToken cancellationToken)
    {
        if (form.Errors.Count > 0 || fields.Number is null) return null;
        var currency = fields.Currency
            ?? await currencies.OfOrderAsync(caller, fields.Order!.Value, cancellationToken);
        if (currency is null) form.Refuse("order_number", $"There is no order {fields.Order}.");
        return form.Money("amount", fields.Number, currency);
    }
}
