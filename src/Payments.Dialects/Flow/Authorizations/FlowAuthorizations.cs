using Payments.Dialects.Flow.Forms;
using Payments.Dialects.Flow.Lists;
using Payments.Dialects.Wire;
using Payments.Dialects.Wire.Reading;
using Payments.Handlers.Authorizations;
using Payments.Handlers.Reading;
using Payments.Handlers.Writing;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.Authorizations;

/// <summary><c>/{organization}/authorizations</c>.</summary>
public sealed class FlowAuthorizations(
    AuthorizationHandler authorizations,
    Reversals reversals,
    ResourceLists lists,
    ResourceVersions versions,
    LedgerCurrencies currencies,
    TimeProvider time)
{
    private static readonly SortFields<Authorization> Fields = new(
        "created_at",
        "-created_at",
        ("created_at", authorization => authorization.CreatedAt),
        ("id", authorization => authorization.Id.ToString()),
        ("key", authorization => authorization.Key.Value),
        ("amount", authorization => authorization.Amount.ToDecimal()));

    /// <summary>201 with the authorization, or 422 with the reason why none was created.</summary>
    public async Task<WireResponse> PostAsync(FlowCall call, CancellationToken cancellationToken)
    {
        var form = FlowForm.Read(call);
        if (await ReadAsync(call.Organization, form, cancellationToken) is not { } wanted) return ToErrors(form);

        var answered = await authorizations.AuthorizeAsync(call.Organization, wanted, cancellationToken);
        return ToResponse(answered, 201);
    }

    /// <summary>
    /// 201 with the authorization, or 422 with the reason why none was created. An authorization is never changed:
    /// repeating the same form returns the same authorization with 200, any other form under that key gets 422. 404
    /// for an unknown id.
    /// </summary>
    public async Task<WireResponse> PutAsync(FlowCall call, string key, CancellationToken cancellationToken)
    {
        var form = FlowForm.Read(call);
        form.CheckAddressKey(key);
        if (await ReadAsync(call.Organization, form, cancellationToken) is not { } wanted) return ToErrors(form);

        var answered = await authorizations.PutAsync(call.Organization, key, wanted, cancellationToken);
        return ToResponse(
            answered, answered is Answer<Authorization>.Accepted { Outcome: Outcome.Created } ? 201 : 200);
    }

    /// <summary>
    /// 204 once the authorization is reversed, and for every repetition; 422 if any of it was captured; or 404.
    /// </summary>
    public async Task<WireResponse> DeleteAsync(FlowCall call, string key, CancellationToken cancellationToken) =>
        FlowResponses.Deleted(
            await reversals.ReverseAsync(call.Organization, key, cancellationToken), AuthorizationErrors.From);

    /// <summary>
    /// 200 with the authorization once its uncaptured rest is released, and for every repetition; 422 while a capture
    /// is in progress; or 404. An extension to Flow's API. It takes no amount: the rest is released as a whole.
    /// </summary>
    public async Task<WireResponse> PostReleaseAsync(FlowCall call, string key, CancellationToken cancellationToken)
    {
        if (!call.Request.Body.IsEmpty)
        {
            var form = FlowForm.Read(call);
            if (form.IsNull("amount") || form.Number("amount") is not null)
                form.AddErrorMessage("amount", "amount is not accepted: the whole uncaptured rest is released.");
            if (form.Errors.Count > 0) return AuthorizationErrors.From("not_supported", form.Errors);
        }

        return ToResponse(await reversals.ReleaseAsync(call.Organization, key, cancellationToken), 200);
    }

    /// <summary>200 with the authorization that has the key or id, or 404.</summary>
    public async Task<WireResponse> GetAsync(FlowCall call, string key, CancellationToken cancellationToken)
    {
        var found = await authorizations.FindAsync(call.Organization, key, cancellationToken);
        return FlowResponses.Found(found, shown => CardAuthorizationModel.From(shown, time.GetUtcNow()));
    }

    /// <summary>200 with the current authorizations, or 422 with the errors of the parameters.</summary>
    public async Task<WireResponse> ListAsync(FlowCall call, CancellationToken cancellationToken)
    {
        var reader = new ListReader(FlowQuery.Parse(call.Request));
        var filter = new ListFilter
        {
            Ids = reader.Names("id"),
            Keys = reader.Names("key"),
            Order = reader.Text("order_number"),
        };
        var wanted = reader.Request(filter, Fields);
        if (wanted is null) return FlowLists.Reject(reader);

        var now = time.GetUtcNow();
        return FlowLists.Answer(
            await lists.ListAsync(call.Organization, wanted, cancellationToken),
            listed => CardAuthorizationModel.From(listed.Record, now));
    }

    /// <summary>200 with versions, or 422 with the errors of the parameters.</summary>
    public Task<WireResponse> ListVersionsAsync(FlowCall call, CancellationToken cancellationToken) =>
        FlowLists.AnswerVersionsAsync(
            call,
            reader => VersionReader.Read(reader, "authorization_id"),
            wanted => versions.ListAsync<Authorization>(call.Organization, wanted, cancellationToken),
            AuthorizationVersionModel.From);

    private WireResponse ToResponse(Answer<Authorization>? answered, int status) => answered switch
    {
        Answer<Authorization>.Accepted accepted => FlowJson.Answer(
            status, CardAuthorizationModel.From(accepted.Result, time.GetUtcNow())),
        Answer<Authorization>.Rejected rejected => AuthorizationErrors.From(rejected.Rejection),
        _ => FlowResponses.NotFound,
    };

    private static WireResponse ToErrors(JsonForm form) =>
        AuthorizationErrors.From(AuthorizationForm.ToCode(form.Errors), form.Errors);

    /// <summary>The request in a form; null if the form has errors.</summary>
    private async Task<AuthorizationRequest?> ReadAsync(
        OrganizationId organization, JsonForm form, CancellationToken cancellationToken)
    {
        if (!AuthorizationForm.TryReadKind(form, out var kind)) return null;
        var fields = AuthorizationForm.Read(form, kind);
        var amount = await ReadAmountAsync(organization, fields, form, cancellationToken);
        return form.Errors.Count > 0 ? null : fields.ToRequest(amount);
    }

    /// <summary>
    /// The amount, in the caller's currency or else the order's. If neither is known, the form is rejected: without its
    /// amount it would authorize the whole balance.
    /// </summary>
    private async Task<Money?> ReadAmountAsync(
        OrganizationId organization, AuthorizationForm fields, JsonForm form, CancellationToken cancellationToken)
    {
        if (form.Errors.Count > 0 || fields.Number is null) return null;
        var currency = fields.Currency
            ?? (await currencies.FindForOrderAsync(organization, fields.Order!.Value, cancellationToken))
                ?.Balances.Currency;
        if (currency is null) form.AddErrorMessage("order_number", $"There is no order {fields.Order}.");
        return form.Money("amount", fields.Number, currency);
    }
}
