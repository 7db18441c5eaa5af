using System.Collections.Immutable;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Ledger.Storefront;

/// <summary>
/// A release of an authorization by the storefront's own processor. Its amount says how much: up to what is not
/// captured, that much is released and no capture is touched.
/// </summary>
internal static class RecordedVoid
{
    /// <summary>
    /// Releases an amount; without one (or with zero), the payment's newest authorization as a whole. A payment without
    /// an active authorization has nothing to release: the void is only recorded.
    /// </summary>
    public static RecordedEffect Record(RecordedEffect start, IEnumerable<Record> records)
    {
        var own = start.Authorizations.Where(found => !found.Reversed).Reverse().ToList();
        if (own.Count == 0) return start;
        if (start.Command.Amount is not { IsPositive: true } amount) return VoidWhole(start, records, own[0]);

        var uncaptured = own.Sum(start.Head.Currency, found => found.Capturable);
        if (amount <= uncaptured) return ReleaseAcross(start, records, own, amount);
        if (own.FirstOrDefault(found => found.Amount == amount || found.Standing == amount) is { } same)
            return VoidWhole(start, records, same);
        // Sitecore's middleware sends the payment's amount, whatever was authorized (ordercloud-payments.md, part 7).
        if (own is [var only] && amount == start.PaymentAmount) return VoidWhole(start, records, only);
        return start.Reject(
            RejectionReason.InsufficientFunds,
            $"{amount} exceeds the {uncaptured} that is authorized and not captured, and is not the amount of a whole "
            + "authorization; return captured money with a refund.");
    }

    /// <summary>
    /// What was captured of the authorization, and not paid out yet, was returned with it: that counts as refunded, or
    /// a later refund would pay it a second time.
    /// </summary>
    private static RecordedEffect VoidWhole(
        RecordedEffect start, IEnumerable<Record> records, AuthorizationBalance balance)
    {
        var given = Reverse(start, records, balance);
        given = given with { Effect = given.Effect with { Authorization = balance.Id } };
        bool Usable(CaptureBalance capture) => capture.Authorization == balance.Id;
        return RecordedRefund.Available(given.Head, Usable).IsPositive
            ? RecordedRefund.Record(given, Usable, wanted: null)
            : given;
    }

    /// <summary>
    /// Takes the amount from the authorization that has exactly that much left, else from the newest first. An
    /// authorization with nothing captured and nothing left is reversed.
    /// </summary>
    private static RecordedEffect ReleaseAcross(
        RecordedEffect start, IEnumerable<Record> records, IEnumerable<AuthorizationBalance> own, Money amount)
    {
        var released = start;
        var releases = ImmutableArray.CreateBuilder<AuthorizationRelease>();
        foreach (
            var balance in own.Where(found => found.Capturable.IsPositive).OrderBy(found => found.Capturable != amount))
        {
            if (amount.IsZero) break;
            var part = Money.Min(amount, balance.Capturable);
            amount -= part;
            var reversed = part == balance.Standing;
            released = reversed
                ? Reverse(released, records, balance)
                : Reduce(released, records, balance.Release(part));
            releases.Add(new AuthorizationRelease(balance.Id, part, reversed));
        }

        return released with { Effect = released.Effect with { Releases = releases.ToImmutable() } };
    }

    private static RecordedEffect Reverse(
        RecordedEffect start, IEnumerable<Record> records, AuthorizationBalance balance) =>
        start.Update(start.Get(records, balance.Id) with { Status = AuthorizationStatus.Reversed }) with
        {
            Head = start.Head.With(balance with { Reversed = true }),
        };

    private static RecordedEffect Reduce(
        RecordedEffect start, IEnumerable<Record> records, AuthorizationBalance less) =>
        start.Update(start.Get(records, less.Id) with { Released = less.Released }) with
        {
            Head = start.Head.With(less),
        };
}
