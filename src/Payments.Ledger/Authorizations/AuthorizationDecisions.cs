using System.Collections.Immutable;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Authorizations;

/// <summary>Sets funds aside on a card, for an order or for none.</summary>
/// <param name="Id">The id it gets.</param>
/// <param name="Key">The caller's key; null for none.</param>
/// <param name="Order">The order it is for.</param>
/// <param name="Amount">How much; null for the order's balance.</param>
/// <param name="Currency">The caller's word for the currency; null for the order's.</param>
/// <param name="Token">The caller's token of the card.</param>
/// <param name="MerchantOfRecord">Whether the order is sold by the platform: then it must be registered.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Attributes">The caller's own pairs.</param>
/// <param name="Processor">The processor that is asked.</param>
/// <param name="At">UTC.</param>
/// <param name="ExpiresAt">UTC.</param>
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

/// <summary>What may be done with authorizations.</summary>
public static class AuthorizationDecisions
{
    /// <summary>
    /// What is to be asked of the processor, or a no. An authorization for a registered order is of at most the order's
    /// balance: more could never be owed.
    /// </summary>
    public static (Money Amount, Rejection? Refusal) Size(LedgerHead? head, Authorize command)
    {
        if (command.Order is { } number && head?.Order is null)
            return (default, new Rejection(RejectionReason.UnknownOrder, $"There is no order {number}."));
        var currency = head?.Currency ?? command.Currency ?? command.Amount?.Currency;
        if (currency is null)
            return (default, new Rejection(RejectionReason.CurrencyMismatch, "A currency is needed."));
        if ((command.Currency ?? currency) != currency || (command.Amount?.Currency ?? currency) != currency)
            return (default, new Rejection(RejectionReason.CurrencyMismatch, $"The order is in {currency}."));
        if (head?.Authorizations.Length >= LedgerHead.MaxEntries)
            return (default, Limits.RejectTooMany("authorizations"));

        var balance = head?.Order is null ? null : head?.Balance(command.At);
        var amount = command.Amount ?? balance;
        if (amount is null) return (default, new Rejection(RejectionReason.AmountNotPositive, "An amount is needed."));
        if (balance is { IsPositive: false })
            return (
                default, new Rejection(RejectionReason.AlreadyPaid, $"Order {command.Order} has nothing left to pay."));
        if (!amount.Value.IsPositive)
            return (default, new Rejection(RejectionReason.AmountNotPositive, "The amount must be more than zero."));
        if (amount > balance)
        {
            return (default, new Rejection(
                RejectionReason.AmountExceedsBalance,
                $"The amount, {amount}, is more than the order's remaining balance, {balance}."));
        }

        return (amount.Value, null);
    }

    /// <summary>The authorization, once the processor has set the funds aside.</summary>
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
    /// The authorization given back: nothing can be captured of it from then on. Not once anything was, or may be.
    /// </summary>
    public static Decision<Authorization> Reverse(LedgerHead head, Authorization stored, DateTimeOffset at)
    {
        var balance = head.Find(stored.Id)
            ?? throw new TornReadException($"The head does not know authorization {stored.Id}.");
        if (balance.Reversed)
        {
            return stored.Status == AuthorizationStatus.Reversed
                ? new Decision<Authorization>.Unchanged(stored)
                : throw new TornReadException($"The head has {stored.Id} reversed, its record has not.");
        }

        if ((balance.Captured + balance.PendingCaptures).IsPositive)
        {
            return Decision<Authorization>.Reject(
                RejectionReason.Conflict,
                $"Authorization {stored.Key} can't be reversed: "
                + $"{balance.Captured + balance.PendingCaptures} was captured.");
        }

        var reversed = stored with { Status = AuthorizationStatus.Reversed };
        return Decision<Authorization>.Accept(
            reversed,
            LedgerChanges.Create(head.With(balance with { Reversed = true }), at, (ChangeType.Update, reversed)));
    }

    /// <summary>
    /// The authorization with what was never captured of it released: all of it, and it is reversed, where nothing was.
    /// Not while a capture is under way: were that declined, its part would be left over.
    /// </summary>
    public static Decision<Authorization> Release(LedgerHead head, Authorization stored, DateTimeOffset at)
    {
        var balance = head.GetRequired(stored.Id);
        if (balance.PendingCaptures.IsPositive)
        {
            return Decision<Authorization>.Reject(
                RejectionReason.Conflict,
                $"A capture of {balance.PendingCaptures} of authorization {stored.Key} is under way; "
                + "release the rest after it.");
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

    /// <summary>The balance of an authorization that nothing was captured of.</summary>
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
            authorization.ExpiresAt);
    }
}
