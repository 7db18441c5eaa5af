using Payments.Dialects.OrderCloud.PaymentLists;
using Payments.Dialects.OrderCloud.Reading;
using Payments.Dialects.Wire;
using Payments.Handlers.Storefront;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Dialects.OrderCloud.Payments;

/// <summary><c>/v1/orders/{direction}/{orderID}/payments</c>.</summary>
public sealed class OrderCloudPayments(
    StorefrontPaymentHandler payments, IIdSource unique, TimeProvider time)
{
    /// <summary><c>GET</c>: a page of the order's payments.</summary>
    public async Task<WireResponse> ListAsync(OrderCloudCall call, CancellationToken cancellationToken)
    {
        if (!OrderAccess.TryGrant(call, out var access, out var rejection)) return rejection;
        if (!PaymentListQuery.TryRead(call.Request.Url.Query, out var query, out var errors))
            return OrderCloudResponses.Errors(400, errors);
        if (await payments.FindOrderAsync(access.Organization, access.Order, cancellationToken) is not { } ledger)
            return OrderCloudResponses.NotFound(ObjectTypes.Order, call.OrderId);
        var budget = new ComparisonBudget(cancellationToken);
        return query.TryPage(OrderCloudPaymentView.Create(ledger), budget, out var page, out var error)
            ? OrderCloudResponses.Json(200, page)
            : OrderCloudResponses.Errors(400, [error]);
    }

    /// <summary><c>GET …/{paymentID}</c>: one payment.</summary>
    public async Task<WireResponse> GetAsync(
        OrderCloudCall call, string paymentId, CancellationToken cancellationToken)
    {
        if (!OrderAccess.TryGrant(call, out var access, out var rejection)) return rejection;
        if (await payments.FindOrderAsync(access.Organization, access.Order, cancellationToken) is not { } ledger)
            return OrderCloudResponses.NotFound(ObjectTypes.Order, call.OrderId);
        return OrderCloudPaymentView.FindPayment(ledger, paymentId) is { } payment
            ? OrderCloudResponses.Json(200, payment)
            : OrderCloudResponses.NotFound(ObjectTypes.Payment, paymentId);
    }

    /// <summary><c>POST</c>: creates a payment.</summary>
    public async Task<WireResponse> PostAsync(OrderCloudCall call, CancellationToken cancellationToken)
    {
        if (!OrderAccess.TryGrant(call, out var access, out var rejection)) return rejection;
        var fields = OrderCloudForm.Read(call);
        if (await payments.FindHeadAsync(access.Organization, access.Order, cancellationToken) is not { } head)
            return OrderCloudResponses.NotFound(ObjectTypes.Order, call.OrderId);
        var payment = PaymentReader.Read(
            fields, head.Currency, access.IsAdministrator, unique, ReproducibleExecution.GetTime(time));
        if (payment is null) return OrderCloudResponses.Errors(400, fields.Errors);

        var answer = await payments.CreateAsync(access.Organization, access.Order, payment, cancellationToken);
        return answer switch
        {
            Answer<Payment>.Accepted accepted => OrderCloudResponses
                .Json(201, OrderCloudPaymentView.Create(accepted.Result, head.Currency))
                .With("Location", OrderCloudResponses.Location(call.Request, accepted.Result.Name.Value)),
            Answer<Payment>.Rejected rejected => OrderCloudRejections.Respond(
                rejected.Rejection, new RequestSubject(call.OrderId, payment.Name.Value)),
            _ => throw new InvalidOperationException($"No such answer: {answer}."),
        };
    }

    /// <summary><c>PATCH …/{paymentID}</c>: changes the fields that are sent.</summary>
    public async Task<WireResponse> PatchAsync(
        OrderCloudCall call, string paymentId, CancellationToken cancellationToken)
    {
        if (!OrderAccess.TryGrant(call, out var access, out var rejection)) return rejection;
        var ledger = await payments.FindOrderAsync(access.Organization, access.Order, cancellationToken);
        if (ledger?.Head is not { } head) return OrderCloudResponses.NotFound(ObjectTypes.Order, call.OrderId);
        if (!OrderCloudRejections.TryFindOwn(ledger, paymentId, out var id, out var readOnly)) return readOnly;
        var fields = OrderCloudForm.Read(call);
        var patch = new PaymentPatch(fields, head.Currency, access.IsAdministrator);
        if (fields.Errors.Count > 0) return OrderCloudResponses.Errors(400, fields.Errors);

        var written = await payments.ChangeAsync(
            access.Organization, access.Order, id, patch.Apply, cancellationToken);
        if (written.Decision is not Decision<Payment>.Rejected rejected)
            return OrderCloudResponses.Json(200, OrderCloudPaymentView.FindPayment(written.After, id));
        return written.Ledger.Records.GetValueOrDefault(RecordKey.For(id)) is Payment payment
            && patch.Forbidden(payment) is { IsEmpty: false } forbidden
                ? OrderCloudResponses.Errors(400, forbidden)
                : OrderCloudRejections.Respond(
                    rejected.Rejection, new RequestSubject(call.OrderId, patch.Id ?? paymentId));
    }

    /// <summary><c>DELETE …/{paymentID}</c>: deletes a payment without captures, and its transactions.</summary>
    public async Task<WireResponse> DeleteAsync(
        OrderCloudCall call, string paymentId, CancellationToken cancellationToken)
    {
        if (!OrderAccess.TryGrant(call, out var access, out var rejection)) return rejection;
        if (await payments.FindOrderAsync(access.Organization, access.Order, cancellationToken) is not { } ledger)
            return OrderCloudResponses.NotFound(ObjectTypes.Order, call.OrderId);
        if (!OrderCloudRejections.TryFindOwn(ledger, paymentId, out var id, out var readOnly)) return readOnly;
        var answer = await payments.RemoveAsync(access.Organization, access.Order, id, cancellationToken);
        return answer is Answer<Payment>.Rejected rejected
            ? OrderCloudRejections.Respond(rejected.Rejection, new RequestSubject(call.OrderId, paymentId))
            : WireResponse.Empty(204);
    }
}
