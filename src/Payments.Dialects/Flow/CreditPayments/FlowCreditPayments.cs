using Payments.Dialects.Flow.Forms;
using Payments.Dialects.Flow.Lists;
using Payments.Dialects.Wire;
using Payments.Dialects.Wire.Reading;
using Payments.Handlers.CreditPayments;
using Payments.Handlers.Orders;
using Payments.Handlers.Reading;
using Payments.Handlers.Writing;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.CreditPayments;

/// <summary><c>/{organization}/credit/payments</c>.</summary>
public sealed class FlowCreditPayments(
    CreditPaymentHandler payments,
    ResourceLists lists,
    ResourceVersions versions,
    OrderHandler orders,
    TimeProvider time)
{
    public const int MaxDescriptionLength = 1_000;

    private static readonly SortFields<CreditPayment> Fields = new(
        "created_at",
        "-created_at",
        ("created_at", payment => payment.CreatedAt),
        ("id", payment => payment.Id.ToString()),
        ("key", payment => payment.Key.Value),
        ("description", payment => payment.Description),
        ("amount", payment => payment.Amount.ToDecimal()));

    /// <summary>201 with the credit payment, or 422 with the reason why none was created.</summary>
    public async Task<WireResponse> PostAsync(FlowCall call, CancellationToken cancellationToken)
    {
        var form = FlowForm.Read(call);
        var wanted = Read(form);
        if (wanted is null) return CreditPaymentErrors.From(form.Errors);

        var answered = await payments.RecordAsync(call.Organization, wanted, cancellationToken);
        return answered switch
        {
            Answer<CreditPayment>.Accepted accepted => FlowJson.Answer(
                201, await ToModelAsync(call, accepted.Result, cancellationToken)),
            Answer<CreditPayment>.Rejected rejected => CreditPaymentErrors.From(rejected.Rejection),
            _ => throw new InvalidOperationException($"No such answer: {answered}."),
        };
    }

    /// <summary>200 with the credit payment that has the key or id, or 404.</summary>
    public async Task<WireResponse> GetAsync(FlowCall call, string key, CancellationToken cancellationToken)
    {
        var found = await payments.FindAsync(call.Organization, key, cancellationToken);
        return found is null
            ? FlowResponses.NotFound
            : FlowJson.Answer(200, await ToModelAsync(call, found, cancellationToken));
    }

    /// <summary>
    /// 201 with a new credit payment, 200 if it replaced one; 422 with the reason for a rejection, and 404 for an
    /// unknown id. A credit payment can't move to another order. A deleted key may be used again.
    /// </summary>
    public async Task<WireResponse> PutAsync(FlowCall call, string key, CancellationToken cancellationToken)
    {
        var form = FlowForm.Read(call);
        form.CheckAddressKey(key);
        var wanted = Read(form);
        if (wanted is null) return CreditPaymentErrors.From(form.Errors);

        var answered = await payments.PutAsync(call.Organization, key, wanted, cancellationToken);
        return answered switch
        {
            Answer<CreditPayment>.Accepted accepted => FlowJson.Answer(
                accepted.Outcome == Outcome.Created ? 201 : 200,
                await ToModelAsync(call, accepted.Result, cancellationToken)),
            Answer<CreditPayment>.Rejected rejected => CreditPaymentErrors.From(rejected.Rejection),
            _ => FlowResponses.NotFound,
        };
    }

    /// <summary>
    /// 204 once the credit payment is deleted and its amount back in the order's balance; 422 if a refund made it, or
    /// refunds return more than the order's others have paid; or 404.
    /// </summary>
    public async Task<WireResponse> DeleteAsync(FlowCall call, string key, CancellationToken cancellationToken) =>
        FlowResponses.Deleted(
            await payments.RemoveAsync(call.Organization, key, cancellationToken), CreditPaymentErrors.From);

    /// <summary>200 with credit payments, or 422 with the errors of the parameters.</summary>
    public async Task<WireResponse> ListAsync(FlowCall call, CancellationToken cancellationToken)
    {
        var reader = new ListReader(FlowQuery.Parse(call.Request));
        var filter = new ListFilter
        {
            Ids = reader.Names("id"),
            Keys = reader.Names("key"),
            Order = reader.Text("order_number"),
        };
        var isExpanded = reader.Names("expand").Contains("order");
        var wanted = reader.Request(filter, Fields);
        if (wanted is null) return FlowLists.Reject(reader);

        var found = await lists.ListAsync(call.Organization, wanted, cancellationToken);
        return FlowLists.Answer(found, listed => CreditPaymentModel.From(
            listed.Record, isExpanded ? FindOrder(listed) : null));
    }

    /// <summary>200 with versions, or 422 with the errors of the parameters.</summary>
    public Task<WireResponse> ListVersionsAsync(FlowCall call, CancellationToken cancellationToken) =>
        FlowLists.AnswerVersionsAsync(
            call,
            VersionReader.ReadKeyed,
            wanted => versions.ListAsync<CreditPayment>(call.Organization, wanted, cancellationToken),
            CreditPaymentVersionModel.From);

    /// <summary>
    /// The request in a form; null if the form has errors. Flow's form has no key; if one is sent all the same, it
    /// makes the request repeatable.
    /// </summary>
    private static CreditPaymentRequest? Read(JsonForm form)
    {
        var order = form.OrderNumber(required: true);
        var description = form.Text("description", MaxDescriptionLength, required: true);
        if (description is not null && string.IsNullOrWhiteSpace(description))
            form.AddErrorMessage("description", "description must not be empty.");
        var currency = form.Currency(required: true);
        var amount = form.Money("amount", form.Number("amount", required: true), currency);
        var maximum = form.Money("max", form.Number("max", required: true), currency);
        var key = form.Key();
        var attributes = form.Attributes();
        return form.Errors.Count > 0
            ? null
            : new CreditPaymentRequest(key, order!.Value, description!, amount!.Value, maximum!.Value, attributes);
    }

    private async Task<CreditPaymentModel> ToModelAsync(
        FlowCall call, CreditPayment payment, CancellationToken cancellationToken)
    {
        var expanded = FlowQuery.Parse(call.Request).All("expand").Contains("order")
            ? await orders.FindAsync(call.Organization, payment.Order, cancellationToken)
            : null;
        return CreditPaymentModel.From(payment, expanded);
    }

    private OrderView? FindOrder(Listed<CreditPayment> listed) =>
        listed.Head.Order is { } order ? new OrderView(order, listed.Head, time.GetUtcNow()) : null;
}
