using System.Diagnostics.CodeAnalysis;
using Payments.Dialects.Wire;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Storefront;

namespace Payments.Dialects.OrderCloud.Payments;

/// <summary>What a request was about, for the answer that refuses it.</summary>
/// <param name="Order">The order's id.</param>
/// <param name="Payment">The payment's id.</param>
/// <param name="Transaction">The transaction's id, where it is about one.</param>
/// <param name="Meaning">What the transaction means.</param>
internal sealed record RequestSubject(
    string Order, string Payment, string? Transaction = null, TransactionMeaning Meaning = TransactionMeaning.None);

/// <summary>The ledger's refusals in OrderCloud's statuses and codes.</summary>
internal static class OrderCloudRejections
{
    /// <summary>The answer to a refusal.</summary>
    public static WireResponse Respond(Rejection refusal, RequestSubject subject) => refusal.Reason switch
    {
        RejectionReason.UnknownOrder => OrderCloudResponses.NotFound(ObjectTypes.Order, subject.Order),
        RejectionReason.UnknownPayment => OrderCloudResponses.NotFound(ObjectTypes.Payment, subject.Payment),
        RejectionReason.UnknownResource =>
            OrderCloudResponses.NotFound(ObjectTypes.Transaction, subject.Transaction ?? subject.Payment),
        RejectionReason.IdTaken =>
            OrderCloudResponses.Error(409, ErrorCodes.IdExists, refusal.Message, DescribeTakenId(subject)),
        RejectionReason.Conflict => OrderCloudResponses.Error(400, ErrorCodes.FundsMoved, refusal.Message),
        _ => OrderCloudResponses.Error(400, Code(refusal.Reason, subject.Meaning), refusal.Message),
    };

    /// <summary>
    /// The payment that an id names, to be changed; false with the response where it was not recorded here. One that
    /// another API made is shown, so it is not "not found": the response says where it is changed.
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
                $"Payment {paymentId} was made through another API of this service, and is changed through that one.");
        return readOnly is null;
    }

    /// <summary>The same for a transaction: one that another API made shows on a recorded payment too.</summary>
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
                $"Transaction {transactionId} was made through another API of this service, and can't be deleted here.")
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
