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
    /// The answer to who would change a payment that was not recorded here; null where it was. One that another API made
    /// is shown, so it is not "not found": the answer says where it is changed.
    /// </summary>
    public static WireResponse? Unchangeable(LoadedLedger ledger, string paymentId)
    {
        if (ledger.Head?.Find(new PaymentId(paymentId)) is not null) return null;
        return OrderCloudPaymentView.Find(ledger, paymentId) is null
            ? OrderCloudAnswers.NotFound(ObjectTypes.Payment, paymentId)
            : OrderCloudAnswers.Error(
                400,
                ErrorCodes.MadeElsewhere,
                $"Payment {paymentId} was made through another API of this service, and is changed through that one.");
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
        RefusalReason.InsufficientFunds when meaning == TransactionMeaning.Capture => ErrorCodes.CaptureExceedsAuthorized,
        RefusalReason.InsufficientFunds => ErrorCodes.RefundExceedsCaptured,
        _ => ErrorCodes.ValidationFailure,
    };
}
