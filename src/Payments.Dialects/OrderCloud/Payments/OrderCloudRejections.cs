using System.Diagnostics.CodeAnalysis;
using Payments.Dialects.Wire;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Storefront;

namespace Payments.Dialects.OrderCloud.Payments;

/// <summary>The subject of a request, for the response that rejects it.</summary>
/// <param name="Order">The order's id.</param>
/// <param name="Payment">The payment's id.</param>
/// <param name="Transaction">The transaction's id, if the request is about one.</param>
/// <param name="Meaning">What the transaction means.</param>
internal sealed record RequestSubject(
    string Order, string Payment, string? Transaction = null, TransactionMeaning Meaning = TransactionMeaning.None);

/// <summary>Maps the ledger's rejections to OrderCloud's statuses and codes.</summary>
internal static class OrderCloudRejections
{
    public static WireResponse Respond(Rejection rejection, RequestSubject subject) => rejection.Reason switch
    {
        RejectionReason.UnknownOrder => OrderCloudResponses.NotFound(ObjectTypes.Order, subject.Order),
        RejectionReason.UnknownPayment => OrderCloudResponses.NotFound(ObjectTypes.Payment, subject.Payment),
        RejectionReason.UnknownResource =>
            OrderCloudResponses.NotFound(ObjectTypes.Transaction, subject.Transaction ?? subject.Payment),
        RejectionReason.IdTaken =>
            OrderCloudResponses.Error(409, ErrorCodes.IdExists, rejection.Message, DescribeTakenId(subject)),
        RejectionReason.RefundsNotPermitted => OrderCloudResponses.MissingScope(Scopes.Refund),
        RejectionReason.Conflict => OrderCloudResponses.Error(400, ErrorCodes.FundsMoved, rejection.Message),
        _ => OrderCloudResponses.Error(400, Code(rejection.Reason, subject.Meaning), rejection.Message),
    };

    /// <summary>
    /// Finds a payment that is to be changed, and rejects those that were not recorded through OrderCloud. One created
    /// through another API is visible here, so it is not "not found": the response says where to change it.
    /// </summary>
    public static bool TryFindOwn(
        LoadedLedger ledger, string paymentId, out PaymentId payment, [NotNullWhen(false)] out WireResponse? readOnly)
    {
        var found = PaymentId.TryFrom(paymentId, out var name) ? ledger.Head?.FindNamed(name) : null;
        payment = found?.Id ?? default;
        readOnly = found is not null ? null
            : OrderCloudPaymentView.FindPayment(ledger, paymentId) is null
                ? OrderCloudResponses.NotFound(ObjectTypes.Payment, paymentId)
            : OrderCloudResponses.Error(
                400,
                ErrorCodes.ManagedByOtherApi,
                $"Payment {paymentId} was created through another API of this service; change it through that API.");
        return readOnly is null;
    }

    /// <summary>The same for a transaction: a recorded payment also shows those created through other APIs.</summary>
    public static bool TryFindOwn(
        LoadedLedger ledger,
        string paymentId,
        string transactionId,
        out PaymentId payment,
        [NotNullWhen(false)] out WireResponse? readOnly)
    {
        if (!TryFindOwn(ledger, paymentId, out payment, out readOnly)) return false;
        if (TransactionId.TryFrom(transactionId, out var id) && ledger.Records.ContainsKey(RecordKey.For(payment, id)))
            return true;
        readOnly = OrderCloudPaymentView.FindPayment(ledger, paymentId)!.Transactions.Any(
            found => found.ID == transactionId)
            ? OrderCloudResponses.Error(
                400,
                ErrorCodes.ManagedByOtherApi,
                $"Transaction {transactionId} was created through another API and can't be deleted here.")
            : OrderCloudResponses.NotFound(ObjectTypes.Transaction, transactionId);
        return false;
    }

    private static ObjectReference DescribeTakenId(RequestSubject subject) => subject.Transaction is { } transaction
        ? new ObjectReference(ObjectTypes.Transaction, transaction)
        : new ObjectReference(ObjectTypes.Payment, subject.Payment);

    private static string Code(RejectionReason reason, TransactionMeaning meaning) => reason switch
    {
        RejectionReason.AlreadyPaid => ErrorCodes.AlreadyPaid,
        RejectionReason.AmountNotPositive => ErrorCodes.AmountGreaterThanZero,
        RejectionReason.AmountExceedsBalance => ErrorCodes.ExceedsOrderTotal,
        RejectionReason.CurrencyMismatch => ErrorCodes.CurrencyMismatch,
        RejectionReason.LimitReached => ErrorCodes.LimitReached,
        RejectionReason.InsufficientFunds => meaning switch
        {
            TransactionMeaning.Capture or TransactionMeaning.Sale => ErrorCodes.CaptureExceedsAuthorized,
            TransactionMeaning.Void => ErrorCodes.VoidExceedsAuthorized,
            _ => ErrorCodes.RefundExceedsCaptured,
        },
        _ => ErrorCodes.ValidationFailure,
    };
}
