using Payments.Dialects.Flow.Identifiers;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.Refunds;

/// <summary>The part of a refund that was returned as one negative credit payment (an extension).</summary>
/// <param name="CreditPayment">The negative credit payment.</param>
/// <param name="Amount">The part; above zero.</param>
internal sealed record RefundCreditPaymentModel(IdentifiedReferenceModel CreditPayment, decimal Amount)
{
    /// <summary>Of a refund; null if it goes back to cards only.</summary>
    public static IReadOnlyList<RefundCreditPaymentModel>? From(Refund refund) => refund.ToCredit is { } credit
        ? [.. credit.Parts.Select(part => new RefundCreditPaymentModel(Reference(part), part.Amount.ToDecimal()))]
        : null;

    /// <summary>It has no key but its id.</summary>
    public static IdentifiedReferenceModel Reference(CreditPart part) =>
        new(part.Payment.ToString(), Key.ForId(part.Payment).Value);
}

/// <summary>Why a part of a refund was returned to credit payments (an extension).</summary>
/// <param name="Number">Its number among the refund's parts of this kind, from 1.</param>
/// <param name="CreditPayment">The negative credit payment.</param>
/// <param name="Amount">The part; above zero.</param>
/// <param name="Available">The most that could have gone back to credit payments then.</param>
/// <param name="ReturnedAt">When it was decided, and so done: no processor is involved.</param>
internal sealed record CreditPartTraceModel(
    int Number, IdentifiedReferenceModel CreditPayment, decimal Amount, decimal Available, string ReturnedAt)
{
    public static CreditPartTraceModel From(CreditPart part) => new(
        part.Number,
        RefundCreditPaymentModel.Reference(part),
        part.Amount.ToDecimal(),
        part.Room.ToDecimal(),
        FlowJson.FormatTime(part.At));
}
