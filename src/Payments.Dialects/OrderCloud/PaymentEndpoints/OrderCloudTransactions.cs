using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.OrderCloud;

/// <summary><c>/v1/orders/{direction}/{orderID}/payments/{paymentID}/transactions</c>.</summary>
public sealed class OrderCloudTransactions(
    StorefrontPayments payments, IUniqueNumbers unique, TimeProvider time)
{
    /// <summary><c>POST</c>: a processor operation that the shop has made. Answers the whole payment.</summary>
    public async Task<WireResponse> PostAsync(
        OrderCloudCall call, string paymentId, CancellationToken cancellationToken)
    {
        if (!OrderAccess.TryGrant(call, Roles.Administrators, out var access, out var rejection)) return rejection;
        var fields = OrderCloudForm.Read(call.Request.Body);
        var ledger = await payments.FindOrderAsync(access.Organization, access.Order, cancellationToken);
        if (ledger?.Head is not { } head) return OrderCloudAnswers.NotFound(ObjectTypes.Order, call.OrderId);
        if (!PaymentId.TryFrom(paymentId, out var name))
            return OrderCloudAnswers.NotFound(ObjectTypes.Payment, paymentId);
        var read = TransactionReader.Read(
            fields,
            head.FindNamed(name)?.Id ?? name,
            head.Currency,
            unique,
            RequestRun.Moment(time));
        var made = read is null ? null : MadeBefore(ledger, read.Transaction);
        if (made is not null) read = read! with { Transaction = read.Transaction with { Payment = made.Payment } };
        else if (!OrderCloudRefusals.TryFindOwn(ledger, paymentId, out _, out var readOnly)) return readOnly;
        if (read is null) return OrderCloudAnswers.Errors(400, fields.Errors);

        var answer = await payments.RecordAsync(
            access.Organization, access.Order, read with { Ledger = ledger }, cancellationToken);
        var id = read.Transaction.Id.Value;
        return answer switch
        {
            Answer<LoadedLedger>.Accepted accepted => OrderCloudAnswers
                .Json(201, OrderCloudPaymentView.Find(accepted.Result, read.Transaction.Payment))
                .With("Location", OrderCloudAnswers.Location(call.Request, id)),
            Answer<LoadedLedger>.Refused refused => OrderCloudRefusals.Answer(
                refused.Refusal, new RequestSubject(call.OrderId, paymentId, id, read.Meaning)),
            _ => throw new InvalidOperationException($"No such answer: {answer}."),
        };
    }

    /// <summary><c>DELETE …/{transactionID}</c>: a recorded transaction that the ledger has not built on.</summary>
    public async Task<WireResponse> DeleteAsync(
        OrderCloudCall call, string paymentId, string transactionId, CancellationToken cancellationToken)
    {
        if (!OrderAccess.TryGrant(call, Roles.Administrators, out var access, out var rejection)) return rejection;
        if (await payments.FindOrderAsync(access.Organization, access.Order, cancellationToken) is not { } ledger)
            return OrderCloudAnswers.NotFound(ObjectTypes.Order, call.OrderId);
        if (!OrderCloudRefusals.TryFindOwn(ledger, paymentId, transactionId, out var id, out var readOnly))
            return readOnly;
        var answer = await payments.RemoveAsync(
            access.Organization, access.Order, id, TransactionId.From(transactionId), cancellationToken);
        return answer is Answer<Transaction>.Refused refused
            ? OrderCloudRefusals.Answer(refused.Refusal, new RequestSubject(call.OrderId, paymentId, transactionId))
            : WireResponse.Empty(204);
    }

    /// <summary>
    /// What this very request has recorded, where it is carried out again after a crash: the payment may go by another
    /// id since, and another payment by its old one.
    /// </summary>
    private static Transaction? MadeBefore(LoadedLedger ledger, Transaction asked) => RequestRun.Current is null
        ? null
        : ledger.All<Transaction>().FirstOrDefault(
            stored => stored with { Payment = asked.Payment, Effect = TransactionEffect.None } == asked);
}
