using Payments.Dialects.Flow.Forms;
using Payments.Dialects.Flow.Lists;
using Payments.Dialects.Wire;
using Payments.Handlers.Captures;
using Payments.Handlers.Reading;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.Captures;

/// <summary><c>/{organization}/captures</c>.</summary>
public sealed class FlowCaptures(
    CaptureHandler captures, ResourceLists lists, ResourceVersions versions, LedgerCurrencies currencies)
{
    private static readonly SortFields<Capture> Fields = new(
        "created_at",
        "-created_at",
        ("created_at", capture => capture.CreatedAt),
        ("id", capture => capture.Id.ToString()),
        ("key", capture => capture.Key.Value),
        ("amount", capture => capture.Amount.ToDecimal()),
        ("status", capture => capture.Status.ToString()));

    /// <summary>201 with the capture, or 422 with the reason why none was created.</summary>
    public async Task<WireResponse> PostAsync(FlowCall call, CancellationToken cancellationToken)
    {
        var form = FlowForm.Read(call);
        var authorization = form.Name("authorization_id", Key.MaxLength, required: true);
        var number = form.Number("amount");
        var currency = form.Currency();
        var key = form.Key();
        var attributes = form.Attributes();
        if (form.Errors.Count > 0) return CaptureErrors.From(form.Errors);
        var ledger = currency is null && number is not null
            ? await currencies.FindForAuthorizationAsync(call.Organization, authorization!, cancellationToken)
            : null;
        var unit = currency ?? ledger?.Balances.Currency;
        if (number is not null && unit is null)
            form.AddErrorMessage("authorization_id", $"There is no authorization {authorization}.");
        var amount = form.Money("amount", number, unit);
        if (form.Errors.Count > 0) return CaptureErrors.From(form.Errors);

        var answered = await captures.CaptureAsync(
            call.Organization,
            new CaptureRequest(key, authorization!, amount, currency, attributes),
            ledger,
            cancellationToken);
        return FlowResponses.Created(answered, CaptureModel.From, CaptureErrors.From);
    }

    /// <summary>200 with the capture that has the key or id, or 404.</summary>
    public async Task<WireResponse> GetAsync(FlowCall call, string key, CancellationToken cancellationToken)
    {
        var found = await captures.FindAsync(call.Organization, key, cancellationToken);
        return FlowResponses.Found(found, CaptureModel.From);
    }

    /// <summary>200 with captures, or 422 with the errors of the parameters.</summary>
    public async Task<WireResponse> ListAsync(FlowCall call, CancellationToken cancellationToken)
    {
        var reader = new ListReader(FlowQuery.Parse(call.Request));
        var filter = new ListFilter
        {
            Ids = reader.Names("id"),
            Keys = reader.Names("key"),
            Identifier = reader.Text("identifier"),
            AuthorizationId = reader.Text("authorization_id"),
            AuthorizationKey = reader.Text("authorization_key"),
        };
        var wanted = reader.Request(filter, Fields);
        return wanted is null
            ? FlowLists.Reject(reader)
            : FlowLists.Answer(
                await lists.ListAsync(call.Organization, wanted, cancellationToken),
                listed => CaptureModel.From(listed.Record));
    }

    /// <summary>200 with versions, or 422 with the errors of the parameters.</summary>
    public Task<WireResponse> ListVersionsAsync(FlowCall call, CancellationToken cancellationToken) =>
        FlowLists.AnswerVersionsAsync(
            call,
            reader => VersionReader.Read(reader, "capture_id"),
            wanted => versions.ListAsync<Capture>(call.Organization, wanted, cancellationToken),
            CaptureVersionModel.From);
}
