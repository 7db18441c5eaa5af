using System.Collections.Immutable;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Storefront;

/// <summary>Removes a recorded transaction, as if it had never been recorded.</summary>
public sealed record DeleteTransaction(PaymentId Payment, TransactionId Id, DateTimeOffset At);

/// <summary>
/// Undoes the effect of a recorded transaction, unless the ledger already depends on it: a capture that was refunded,
/// or that a refund relies on, and an authorization that was captured or released, stay.
/// </summary>
public static class TransactionRemoval
{
    /// <summary>The removed transaction.</summary>
    public static Decision<Transaction> Decide(LedgerHead head, IEnumerable<Record> records, DeleteTransaction command)
    {
        var all = records.ToDictionary(record => record.RecordKey);
        if (head.Find(command.Payment) is null)
            return Decision<Transaction>.Reject(RejectionReason.UnknownPayment, "There is no such payment.");
        if (all.GetValueOrDefault(RecordKey.For(command.Payment, command.Id)) is not Transaction transaction)
        {
            return Decision<Transaction>.Reject(
                RejectionReason.UnknownResource, $"The payment has no transaction {command.Id}.");
        }

        var undone = new Undone(head, [(ChangeType.Delete, transaction)]);
        if (transaction.Effect.Refund is { } refund)
            undone = WithoutRefund(undone, Get<Refund>(all, RecordKey.For(refund)));
        if (transaction.Effect.Capture is { } captureId)
        {
            var capture = Get<Capture>(all, RecordKey.For(captureId));
            undone = WithoutCapture(undone, capture, Get<Authorization>(all, RecordKey.For(capture.Authorization)));
        }

        if (transaction.Effect.Authorization is { } id)
        {
            var authorization = Get<Authorization>(all, RecordKey.For(id));
            undone = authorization.ProcessorReference == transaction.Id.Value
                ? WithoutAuthorization(undone, authorization)
                : WithoutVoid(undone, authorization);
        }

        foreach (var release in transaction.Effect.Releases ?? [])
            undone = WithoutRelease(undone, release, Get<Authorization>(all, RecordKey.For(release.Authorization)));

        return undone.Why is { } why
            ? Decision<Transaction>.Reject(RejectionReason.Conflict, why)
            : Decision<Transaction>.Accept(
                transaction, LedgerChanges.Create(undone.Head, command.At, [.. undone.Changes]));
    }

    /// <summary>A record that another one refers to: missing if the two were read at different moments.</summary>
    private static T Get<T>(Dictionary<RecordKey, Record> all, RecordKey key) where T : Record =>
        all.GetValueOrDefault(key) as T ?? throw new TornReadException($"There is no record {key}.");

    private static Undone WithoutRefund(Undone undone, Refund refund)
    {
        var head = refund.Allocations.Aggregate(undone.Head, (current, allocation) =>
        {
            var capture = current.GetRequired(allocation.Capture);
            return current.With(capture with { Refunded = capture.Refunded - allocation.Amount });
        });
        return undone.Then(head, (ChangeType.Delete, refund));
    }

    private static Undone WithoutCapture(Undone undone, Capture capture, Authorization authorization)
    {
        var balance = undone.Head.GetRequired(capture.Id);
        if ((balance.Refunded + balance.Allocated + balance.Reserved).IsPositive || balance.Disputed is not null)
            return undone with { Why = $"Capture {capture.Id} was refunded or disputed, or has a refund in progress." };

        var origin = undone.Head.GetRequired(capture.Authorization);
        var less = origin with { Captured = origin.Captured - capture.Amount };
        var changes = ImmutableArray.Create<(ChangeType, Record)>((ChangeType.Delete, capture));
        if (origin is { Implied: true, Reversed: true } && less.Captured.IsZero)
            return undone with { Why = $"The sale of capture {capture.Id} was voided: delete the void first." };
        if (origin.Implied)
        {
            // It was not recorded by a client: it is as large as its captures, and is removed with the last of them.
            less = less with { Amount = less.Captured };
            changes = changes.Add(less.Amount.IsPositive
                ? (ChangeType.Update, authorization with { Amount = less.Amount })
                : (ChangeType.Delete, authorization));
        }

        var head = (undone.Head with { Captures = undone.Head.Captures.Remove(balance) }).With(less);
        if (origin.Implied && less.Amount.IsZero)
            head = head with { Authorizations = head.Authorizations.Remove(less) };
        return IsCountedOn(head, less)
            ? undone with { Why = $"A pending refund relies on capture {capture.Id}." }
            : undone.Then(head, [.. changes]);
    }

    private static Undone WithoutAuthorization(Undone undone, Authorization authorization)
    {
        var balance = undone.Head.GetRequired(authorization.Id);
        if (balance.Reversed || balance.Capturable < balance.Amount)
            return undone with { Why = $"Authorization {authorization.Id} was captured, released or reversed." };
        return undone.Then(
            undone.Head with { Authorizations = undone.Head.Authorizations.Remove(balance) },
            (ChangeType.Delete, authorization));
    }

    private static Undone WithoutVoid(Undone undone, Authorization authorization)
    {
        var balance = undone.Head.GetRequired(authorization.Id);
        return undone.Then(
            undone.Head.With(balance with { Reversed = false }),
            (ChangeType.Update, authorization with { Status = AuthorizationStatus.Authorized }));
    }

    /// <summary>What was released can be captured again, and counts as authorized.</summary>
    private static Undone WithoutRelease(Undone undone, AuthorizationRelease release, Authorization authorization)
    {
        if (release.Reversed) return WithoutVoid(undone, authorization);
        var more = undone.Head.GetRequired(release.Authorization)
            .Release(new Money(-release.Amount.MinorUnits, release.Amount.Currency));
        return undone.Then(
            undone.Head.With(more), (ChangeType.Update, authorization with { Released = more.Released }));
    }

    private static bool IsCountedOn(LedgerHead head, AuthorizationBalance authorization)
    {
        var left = head.Captures
            .Where(capture => capture.Authorization == authorization.Id)
            .Sum(head.Currency, capture => capture.Unrefunded - capture.Reserved);
        return authorization.Reserved > left || head.Refunded + head.Reserved > head.Captured;
    }

    private sealed record Undone(LedgerHead Head, ImmutableArray<(ChangeType, Record)> Changes, string? Why = null)
    {
        public Undone Then(LedgerHead head, params ReadOnlySpan<(ChangeType, Record)> changes) =>
            this with { Head = head, Changes = Changes.AddRange(changes) };
    }
}
