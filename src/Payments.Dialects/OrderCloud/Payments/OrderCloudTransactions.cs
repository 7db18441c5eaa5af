using Payments.Dialects.OrderCloud.Reading;
using Payments.Dialects.Wire;
using Payments.Handlers.Ports;
using Payments.Handlers.Storefront;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.OrderCloud.Payments;

/// <summary><c>/v1/orders/{direction}/{orderID}/payments/{paymentID}/transactions</c>.</summary>
public sealed class OrderCloudTransactions(
    StorefrontPaymentHandler payments, IIdSource unique, TimeProvider time)
{
    /// <summary>
    /// <c>POST</c>: records a processor operation that the shop performed. Returns the whole payment.
    /// </summary>
    public async Task<WireResponse> PostAsync(
        OrderCloudCall call, string paymentId, CancellationToken cancellationToken)
    {
        if (!OrderAccess.TryGrant(call, out var access, out var rejection)) return rejection;
        var fields = OrderCloudForm.Read(call);
        var ledger = await payments.FindOrderAsync(access.Organization, access.Order, cancellationToken);
        if (ledger?.Head is not { } head) return OrderCloudResponses.NotFound(ObjectTypes.Order, call.OrderId);
        if (!PaymentId.TryFrom(paymentId, out var name))
            return OrderCloudResponses.NotFound(ObjectTypes.Payment, paymentId);
        var read = TransactionReader.Read(
            fields,
            head.FindNamed(name)?.Id ?? name,
            head.Currency,
            unique,
            ReproducibleExecution.GetTime(time));
        var made = read is null ? null : MadeBefore(ledger, read.Transaction);
        if (made is not null) read = read! with { Transaction = read.Transaction with { Payment = made.Payment } };
        else if (!OrderCloudRejections.TryFindOwn(ledger, paymentId, out _, out var readOnly)) return readOnly;
        if (read is null) return OrderCloudResponses.Errors(400, fields.Errors);

        var answer = await payments.RecordAsync(
            access.Organization,
            access.Order,
            read with { Ledger = ledger, Scopes = call.Caller.Principal.Scopes },
            cancellationToken);
        var id = read.Transaction.Id.Value;
        return answer switch
        {
            Answer<LoadedLedger>.Accepted accepted => OrderCloudResponses
                .Json(201, OrderCloudPaymentView.FindPayment(accepted.Result, read.Transaction.Payment))
                .With("Location", OrderCloudResponses.Location(call.Request, id)),
            Answer<LoadedLedger>.Rejected rejected => OrderCloudRejections.Respond(
                rejected.Rejection, new RequestSubject(call.OrderId, paymentId, id, read.Meaning)),
            _ => throw new InvalidOperationException($"No such answer: {answer}."),
        };
    }

    /// <summary>
    /// <c>DELETE …/{transactionID}</c>: deletes a recorded transaction that nothing later depends on.
    /// </summary>
    public async Task<WireResponse> DeleteAsync(
        OrderCloudCall call, string paymentId, string transactionId, CancellationToken cancellationToken)
    {
        if (!OrderAccess.TryGrant(call, out var access, out var rejection)) return rejection;
        if (await payments.FindOrderAsync(access.Organization, access.Order, cancellationToken) is not { } ledger)
            return OrderCloudResponses.NotFound(ObjectTypes.Order, call.OrderId);
        if (!OrderCloudRejections.TryFindOwn(ledger, paymentId, transactionId, out var id, out var readOnly))
            return readOnly;
        var answer = await payments.RemoveAsync(
            access.Organization,
            access.Order,
            id,
            TransactionId.From(transactionId),
            call.Caller.Principal.Scopes,
            cancellationToken);
        return answer is Answer<Transaction>.Rejected rejected
            ? OrderCloudRejections.Respond(
                rejected.Rejection, new RequestSubject(call.OrderId, paymentId, transactionId))
            : WireResponse.Empty(204);
    }

    /// <summary>
    /// The transaction that this same request recorded before, if it is executed again after a crash. In the meantime
    /// the payment may have been renamed, and another payment may have taken its old id.
    /// </summary>
    private static Transaction? MadeBefore(LoadedLedger ledger, Transaction asked) =>
        ReproducibleExecution.Current is null
        ? null
        : ledger.All<Transaction>().FirstOrDefault(
            stored => stored with { Payment = asked.Payment, Effect = TransactionEffect.None } == asked);
}
