using System.Collections.Immutable;
using Payments.Dialects.OrderCloud.Models;
using Payments.Dialects.OrderCloud.Reading;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Storefront;

namespace Payments.Dialects.OrderCloud.Payments;

/// <summary>A transaction in responses, with its sort order.</summary>
/// <param name="At">When the ledger recorded it: the execution time that a shop sends may be anything.</param>
/// <param name="Step">Orders those of the same time: authorizations, captures, then voids, refunds and
/// chargebacks.</param>
/// <param name="Body">The response body.</param>
internal sealed record TransactionView(DateTimeOffset At, int Step, TransactionBody Body)
{
    /// <summary>A transaction that the shop recorded.</summary>
    public static TransactionView FromRecorded(Transaction transaction) => new(
        transaction.RecordedAt,
        GetStep(TransactionTypes.GetMeaning(transaction.Type, transaction.Succeeded)),
        new TransactionBody
        {
            ID = transaction.Id.Value,
            Type = transaction.Type,
            DateExecuted = Timestamps.Write(transaction.ExecutedAt),
            Currency = transaction.Currency,
            Amount = transaction.Amount,
            Succeeded = transaction.Succeeded,
            ResultCode = transaction.ResultCode,
            ResultMessage = transaction.ResultMessage,
            Extension = transaction.Extension,
        });

    /// <summary>An authorization created through another API.</summary>
    public static TransactionView From(Authorization authorization) => Create(
        TransactionMeaning.Authorization,
        authorization.Id.ToString(),
        "Authorization",
        authorization.CreatedAt,
        authorization.Amount.Currency,
        authorization.Amount.ToDecimal(),
        authorization.ProcessorReference);

    /// <summary>A capture created through another API; it may have been declined.</summary>
    public static TransactionView From(Capture capture, string type)
    {
        var made = Create(
            TransactionMeaning.Capture,
            capture.Id.ToString(),
            type,
            capture.CreatedAt,
            capture.Amount.Currency,
            capture.Amount.ToDecimal(),
            capture.ProcessorReference);
        return capture.Decline is { } decline ? made.AsFailed(decline, decline.Message) : made;
    }

    /// <summary>A failed refund created through another API, with the amount requested.</summary>
    public static TransactionView FromFailed(Refund refund, TransactionWords words) => Create(
        TransactionMeaning.Refund,
        refund.Id.ToString(),
        words.Refund,
        refund.CreatedAt,
        refund.Requested.Currency,
        words.RefundSign * refund.Requested.ToDecimal(),
        reference: null).AsFailed(refund.LastDecline, refund.FailureMessage);

    /// <summary>
    /// The given shares of a refund created through another API. The message says how much of it the shop must refund
    /// itself.
    /// </summary>
    public static TransactionView From(Refund refund, ImmutableArray<RefundShare> shares, TransactionWords words)
    {
        var currency = refund.Requested.Currency;
        var references = shares.Select(share => share.ProcessorReference).OfType<string>().ToList();
        var made = Create(
            TransactionMeaning.Refund,
            refund.Id.ToString(),
            words.Refund,
            refund.CreatedAt,
            currency,
            words.RefundSign * shares.Sum(currency, share => share.Amount).ToDecimal(),
            references.Count == 0 ? null : string.Join(", ", references));
        var recorded = shares.Where(share => share.ProcessorReference is null).Sum(currency, share => share.Amount);
        return recorded.IsZero ? made : made with
        {
            Body = made.Body with
            {
                ResultMessage = $"{made.Body.ResultMessage} {recorded} of it is only recorded: "
                    + "refund it with the shop's own processor.",
            },
        };
    }

    /// <summary>What a refund has returned to a credit payment.</summary>
    /// <param name="refund">The refund.</param>
    /// <param name="at">When it was first returned.</param>
    /// <param name="amount">All of it.</param>
    public static TransactionView FromReturned(Id<Refund> refund, DateTimeOffset at, Money amount) => Create(
        TransactionMeaning.Refund,
        refund.ToString(),
        TransactionWords.Plain.Refund,
        at,
        amount.Currency,
        TransactionWords.Plain.RefundSign * amount.ToDecimal(),
        reference: null);

    private static int GetStep(TransactionMeaning meaning) => meaning switch
    {
        TransactionMeaning.None => 0,
        TransactionMeaning.Authorization => 1,
        TransactionMeaning.Capture or TransactionMeaning.Sale => 2,
        _ => 3,
    };

    /// <summary>With the processor's code, if it declined; otherwise nothing was sent to it.</summary>
    private TransactionView AsFailed(Decline? decline, string message) => this with
    {
        Body = Body with
        {
            Succeeded = false,
            ResultCode = decline?.Code,
            ResultMessage = message,
        },
    };

    private static TransactionView Create(
        TransactionMeaning step,
        string id,
        string type,
        DateTimeOffset at,
        Currency currency,
        decimal amount,
        string? reference) => new(
            at,
            GetStep(step),
            new TransactionBody
            {
                ID = id,
                Type = type,
                DateExecuted = Timestamps.Write(at),
                Currency = currency.Code,
                Amount = amount,
                Succeeded = true,
                ResultCode = reference,
                ResultMessage = "Created through another API of this service.",
            });
}
