using System.Diagnostics.CodeAnalysis;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.OrderCloud;

/// <summary>What a request was about, for the answer that refuses it.</summary>
/// <param name="Order">The order's id.</param>
/// <param name="Payment">The payment's id.</param>
/// <param name="Transaction">The transaction's id, where it is about one.</param>
/// <param name="Meaning">What the transaction means.</param>
internal sealed record RequestSubject(
    string Order, string Payment, string? Transaction = null, TransactionMeaning Meaning = TransactionMeaning.None);

/// <summary>The ledger's refusals in OrderCloud's statuses and codes.</summary>
internal static class OrderCloudRefusals
{
    /// <summary>The answer to a refusal.</summary>
    public static WireResponse Answer(Refusal refusal, RequestSubject subject) => refusal.Reason switch
    {
        RefusalReason.UnknownOrder => OrderCloudAnswers.NotFound(ObjectTypes.Order, subject.Order),
        RefusalReason.UnknownPayment => OrderCloudAnswers.NotFound(ObjectTypes.Payment, subject.Payment),
        RefusalReason.UnknownResource =>
            OrderCloudAnswers.NotFound(ObjectTypes.Transaction, subject.Transaction ?? subject.Payment),
        RefusalReason.IdTaken => OrderCloudAnswers.Error(409, ErrorCodes.IdExists, refusal.Message, Taken(subject)),
        RefusalReason.Conflict => OrderCloudAnswers.Error(400, ErrorCodes.FundsMoved, refusal.Message),
        _ => OrderCloudAnswers.Error(400, Code(refusal.Reason, subject.Meaning), refusal.Message),
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
            : OrderCloudPaymentView.Find(ledger, paymentId) is null
                ? OrderCloudAnswers.NotFound(ObjectTypes.Payment, paymentId)
            : OrderCloudAnswers.Error(
                400,
                ErrorCodes.MadeElsewhere,
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
        if (TransactionId.TryFrom(transactionId, out var id) && ledger.Records.ContainsKey(RecordKey.Of(payment, id)))
            return true;
        readOnly = OrderCloudPaymentView.Find(ledger, paymentId)!.Transactions.Any(found => found.ID == transactionId)
            ? OrderCloudAnswers.Error(
                400,
                ErrorCodes.MadeElsewhere,
                $"Transaction {transactionId} was made through another API of this service, and can't be deleted here.")
            : OrderCloudAnswers.NotFound(ObjectTypes.Transaction, transactionId);
        return false;
    }

    private static ObjectReference Taken(RequestSubject subject) => subject.Transaction is { } transaction
        ? new ObjectReference(ObjectTypes.Transaction, transaction)
        : new ObjectReference(ObjectTypes.Payment, subject.Payment);

    private static string Code(RefusalReason reason, TransactionMeaning meaning) => reason switch
    {
        RefusalReason.AlreadyPaid => ErrorCodes.AlreadyPaid,
        RefusalReason.AmountNotPositive => ErrorCodes.AmountGreaterThanZero,
        RefusalReason.AmountExceedsBalance => ErrorCodes.ExceedsOrderTotal,
        RefusalReason.CurrencyMismatch => ErrorCodes.CurrencyMismatch,
        RefusalReason.LimitReached => ErrorCodes.LimitReached,
        RefusalReason.InsufficientFunds => meaning switch
        {
            TransactionMeaning.Capture or TransactionMeaning.Sale => ErrorCodes.CaptureExceedsAuthorized,
            TransactionMeaning.Void => ErrorCodes.VoidExceedsAuthorized,
            _ => ErrorCodes.RefundExceedsCaptured,
        },
        _ => ErrorCodes.ValidationFailure,
    };
}
