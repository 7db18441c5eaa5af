using System.Collections.Immutable;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Authorizations;

/// <summary>Reserves funds on a card, with or without an order.</summary>
/// <param name="Key">The caller's key, if any.</param>
/// <param name="Amount">Null for the order's balance.</param>
/// <param name="Currency">The currency that the caller named; null for the order's.</param>
/// <param name="Token">The caller's token of the card.</param>
/// <param name="MerchantOfRecord">Whether the platform sells the order: then it must be registered.</param>
/// <param name="Processor">The processor that authorizes it.</param>
public sealed record Authorize(
    Id<Authorization> Id,
    Key? Key,
    OrderNumber? Order,
    Money? Amount,
    Currency? Currency,
    string Token,
    bool MerchantOfRecord,
    Customer Customer,
    ImmutableDictionary<string, string> Attributes,
    ProcessorName Processor,
    DateTimeOffset At,
    DateTimeOffset ExpiresAt);

/// <summary>Decides on authorizations.</summary>
public static class AuthorizationDecisions
{
    /// <summary>
    /// What to request from the processor, or a rejection. An authorization for a registered order can't exceed the
    /// order's balance: more could never be owed.
    /// </summary>
    public static (Money Amount, Rejection? Refusal) Size(LedgerHead? head, Authorize command)
    {
        if (command.Order is { } number && head?.Order is null)
            return (default, new Rejection(RejectionReason.UnknownOrder, $"There is no order {number}."));
        var currency = head?.Currency ?? command.Currency ?? command.Amount?.Currency;
        if (currency is null)
            return (default, new Rejection(RejectionReason.CurrencyMismatch, "A currency is required."));
        if ((command.Currency ?? currency) != currency || (command.Amount?.Currency ?? currency) != currency)
            return (default, new Rejection(RejectionReason.CurrencyMismatch, $"The order is in {currency}."));
        if (head?.Authorizations.Length >= LedgerHead.MaxEntries)
            return (default, Limits.RejectTooMany("authorizations"));

        var balance = head?.Order is null ? null : head?.Balance(command.At);
        var amount = command.Amount ?? balance;
        if (amount is null)
            return (default, new Rejection(RejectionReason.AmountNotPositive, "An amount is required."));
        if (balance is { IsPositive: false })
            return (
                default, new Rejection(RejectionReason.AlreadyPaid, $"Order {command.Order} has nothing left to pay."));
        if (!amount.Value.IsPositive)
            return (default, new Rejection(RejectionReason.AmountNotPositive, "The amount must be greater than zero."));
        if (amount > balance)
        {
            return (default, new Rejection(
                RejectionReason.AmountExceedsBalance,
                $"The amount of {amount} exceeds the order's remaining balance of {balance}."));
        }

        return (amount.Value, null);
    }

    /// <summary>The authorization, once the processor has reserved the funds.</summary>
    public static Decision<Authorization> Decide(LedgerHead? head, Authorize command, string processorReference)
    {
        var (amount, refusal) = Size(head, command);
        if (refusal is not null) return new Decision<Authorization>.Rejected(refusal);

        var current = head ?? LedgerHead.Open(amount.Currency);
        var authorization = new Authorization(
            command.Id,
            command.Key ?? Key.ForId(command.Id),
            command.Order,
            Payment: null,
            amount,
            AuthorizationStatus.Authorized,
            command.Token,
            command.MerchantOfRecord,
            command.Customer,
            command.Attributes,
            processorReference,
            command.At,
            command.ExpiresAt,
            Processor: command.Processor);
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
