using System.Diagnostics.CodeAnalysis;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Authorizations;

/// <summary>Decides on authorizations.</summary>
public static class AuthorizationDecisions
{
    /// <summary>
    /// What to request from the processor; false with a rejection. An authorization for a registered order can't exceed
    /// the order's balance: more could never be owed.
    /// </summary>
    public static bool TrySize(
        LedgerHead? head, Authorize command, out Money amount, [NotNullWhen(false)] out Rejection? rejection)
    {
        var request = command.Request;
        var currency = head?.Currency ?? request.Currency ?? request.Amount?.Currency;
        var balance = head?.Order is null ? null : head?.Balance(command.At);
        amount = request.Amount ?? balance ?? default;
        rejection = CheckCurrency(head, request, currency) ?? CheckAmount(request, balance);
        return rejection is null;
    }

    private static Rejection? CheckCurrency(LedgerHead? head, AuthorizationRequest request, Currency? currency)
    {
        if (request.Order is { } number && head?.Order is null)
            return new Rejection(RejectionReason.UnknownOrder, $"There is no order {number}.");
        if (currency is null)
            return new Rejection(RejectionReason.CurrencyMismatch, "A currency is required.");
        if ((request.Currency ?? currency) != currency || (request.Amount?.Currency ?? currency) != currency)
            return new Rejection(RejectionReason.CurrencyMismatch, $"The order is in {currency}.");
        return head?.Authorizations.Length >= LedgerHead.MaxEntries ? Limits.RejectTooMany("authorizations") : null;
    }

    private static Rejection? CheckAmount(AuthorizationRequest request, Money? balance)
    {
        if ((request.Amount ?? balance) is not { } amount)
            return new Rejection(RejectionReason.AmountNotPositive, "An amount is required.");
        if (balance is { IsPositive: false })
            return new Rejection(RejectionReason.AlreadyPaid, $"Order {request.Order} has nothing left to pay.");
        if (!amount.IsPositive)
            return new Rejection(RejectionReason.AmountNotPositive, "The amount must be greater than zero.");
        return amount > balance
            ? new Rejection(
                RejectionReason.AmountExceedsBalance,
                $"The amount of {amount} exceeds the order's remaining balance of {balance}.")
            : null;
    }

    /// <summary>The authorization, once the processor has reserved the funds.</summary>
    public static Decision<Authorization> Decide(LedgerHead? head, Authorize command, string processorReference)
    {
        if (!TrySize(head, command, out var amount, out var rejection))
            return new Decision<Authorization>.Rejected(rejection);

        var current = head ?? LedgerHead.Open(amount.Currency);
        var authorization = command.CreateAuthorization(amount, processorReference);
        var changed = current with { Authorizations = current.Authorizations.Add(ToBalance(authorization)) };
        return Decision<Authorization>.Accept(
            authorization, LedgerChanges.Create(changed, command.At, (ChangeType.Insert, authorization)));
    }

    /// <summary>
    /// Reverses an authorization, so that nothing more can be captured. Rejected if anything was captured or a capture
    /// is pending.
    /// </summary>
    public static Decision<Authorization> Reverse(LedgerHead head, Authorization stored, DateTimeOffset at)
    {
        var balance = head.Find(stored.Id)
            ?? throw new TornReadException($"The head has no balance of authorization {stored.Id}.");
        if (balance.Reversed)
        {
            return stored.Status == AuthorizationStatus.Reversed
                ? new Decision<Authorization>.Unchanged(stored)
                : throw new TornReadException($"{stored.Id} is reversed in the head, but not in its record.");
        }

        if ((balance.Captured + balance.PendingCaptures).IsPositive)
        {
            return Decision<Authorization>.Reject(
                RejectionReason.Conflict,
                $"Authorization {stored.Key} can't be reversed: "
                + $"{balance.Captured + balance.PendingCaptures} is captured or being captured.");
        }

        var reversed = stored with { Status = AuthorizationStatus.Reversed };
        return Decision<Authorization>.Accept(
            reversed,
            LedgerChanges.Create(head.With(balance with { Reversed = true }), at, (ChangeType.Update, reversed)));
    }

    /// <summary>
    /// Releases what was never captured. If nothing was captured, that is all of it, and the authorization is reversed.
    /// Rejected while a capture is in progress: if that were declined, its part would remain unreleased.
    /// </summary>
    public static Decision<Authorization> Release(LedgerHead head, Authorization stored, DateTimeOffset at)
    {
        var balance = head.GetRequired(stored.Id);
        if (balance.PendingCaptures.IsPositive)
        {
            return Decision<Authorization>.Reject(
                RejectionReason.Conflict,
                $"A capture of {balance.PendingCaptures} of authorization {stored.Key} is in progress; "
                + "release the rest once it has ended.");
        }

        if (balance.Reversed || balance.Captured.IsZero) return Reverse(head, stored, at);
        if (balance.Capturable.IsZero) return new Decision<Authorization>.Unchanged(stored);
        var less = balance.Release(balance.Capturable);
        var released = stored with
        {
            Released = less.Released,
            ReleaseAsked = (stored.ReleaseAsked ?? Money.Zero(head.Currency)) + balance.Capturable,
        };
        return Decision<Authorization>.Accept(
            released, LedgerChanges.Create(head.With(less), at, (ChangeType.Update, released)));
    }

    /// <summary>
    /// The authorization once the processor says that it was voided there: nothing more can be captured. Null if that
    /// is known already, or a capture is in progress, whose outcome will show it.
    /// </summary>
    public static (Authorization Authorization, LedgerChanges Changes)? Void(
        LedgerHead head, Authorization stored, DateTimeOffset at)
    {
        var balance = head.GetRequired(stored.Id);
        if (balance.PendingCaptures.IsPositive || !balance.Capturable.IsPositive) return null;
        var isWhole = balance.Captured.IsZero;
        var less = isWhole ? balance with { Reversed = true } : balance.Release(balance.Capturable);
        var voided = isWhole
            ? stored with { Status = AuthorizationStatus.Reversed }
            : stored with { Released = less.Released };
        return (voided, LedgerChanges.Create(head.With(less), at, (ChangeType.Update, voided)));
    }

    /// <summary>The balance of an authorization without captures.</summary>
    internal static AuthorizationBalance ToBalance(Authorization authorization)
    {
        var zero = Money.Zero(authorization.Amount.Currency);
        return new AuthorizationBalance(
            authorization.Id,
            authorization.Key,
            authorization.Payment,
            authorization.Amount,
            zero,
            zero,
            zero,
            authorization.ExpiresAt,
            OnSharedAccount: authorization is { Payment: not null, Processor.IsExternal: false });
    }
}
