using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Records;

namespace Payments.Simulation.Checks;

/// <summary>
/// Whether a ledger adds up: the balances of its head against each other and against its records. Written independently
/// of the core's own checks, so that a mistake is not made twice.
/// </summary>
internal static class LedgerCheck
{
    /// <summary>The violation, if any.</summary>
    public static IEnumerable<string> Faults(Shadow ledger, Func<Record, bool> hasNews)
    {
        var head = ledger.Head!;
        return OfAuthorizations(ledger, head)
            .Concat(OfPayments(ledger, head))
            .Concat(OfCaptures(ledger, head))
            .Concat(OfRefunds(ledger, head, hasNews))
            .Concat(OfCredits(ledger, head))
            .Select(fault => $"{ledger.Address}: {fault}");
    }

    private static IEnumerable<string> OfAuthorizations(Shadow ledger, LedgerHead head)
    {
        var recorded = ledger.Records.OfType<Authorization>().Count();
        if (recorded != head.Authorizations.Length)
            yield return $"{recorded} authorizations, {head.Authorizations.Length} count";
        foreach (var authorization in head.Authorizations)
        {
            var captured = Sum(head.Captures.Where(found => found.Authorization == authorization.Id), c => c.Amount);
            if (captured != authorization.Captured.MinorUnits)
                yield return $"{authorization.Id} says {authorization.Captured} captured, its captures {captured}";
            var released = authorization.Released?.MinorUnits ?? 0;
            if (released < 0
                || captured + authorization.PendingCaptures.MinorUnits + released > authorization.Amount.MinorUnits)
                yield return $"{authorization.Id} has more captured and released than {authorization.Amount}";
            var record = ledger.Find(authorization.Id);
            if (record?.Amount != authorization.Amount || record.Key != authorization.Key
                || record.Released != authorization.Released
                || (record.Status == AuthorizationStatus.Reversed) != authorization.Reversed)
                yield return $"{authorization} counts, and is {record}";

            // A payment that a storefront recorded may be voided with its captures, which then count as refunded.
            if (authorization is { Reversed: true, Payment: null }
                && (authorization.Captured + authorization.PendingCaptures).IsPositive)
                yield return $"{authorization.Id} is reversed with {authorization.Captured} captured";
        }
    }

    private static IEnumerable<string> OfPayments(Shadow ledger, LedgerHead head)
    {
        var recorded = ledger.Records.OfType<Payment>().Count();
        if (recorded != head.Payments.Length) yield return $"{recorded} payments, {head.Payments.Length} count";
        if (head.Payments.DistinctBy(payment => payment.Renamed ?? payment.Id).Count() < recorded)
            yield return "two payments have the same id";
        foreach (var payment in head.Payments)
        {
            if (ledger.Find(RecordKey.For(payment.Id)) is not Payment record
                || (record.Amount, record.Type, record.Accepted, record.Renamed)
                    != (payment.Amount, payment.Type, payment.Accepted, payment.Renamed))
                yield return $"{payment} counts, and is {ledger.Find(RecordKey.For(payment.Id))}";
        }
    }

    private static IEnumerable<string> OfCaptures(Shadow ledger, LedgerHead head)
    {
        var parts = ledger.Records.OfType<Refund>().SelectMany(refund => refund.Allocations).ToLookup(p => p.Capture);
        foreach (var capture in head.Captures)
        {
            var overpaid = Sum(
                parts[capture.Id].Where(part => part.Outcome is AllocationOutcome.Overpaid), part => part.Amount);
            if (overpaid != (capture.Overpaid?.MinorUnits ?? 0))
                yield return $"{capture} against {overpaid} overpaid by allocations";
            var refunded = Sum(parts[capture.Id].Where(IsDone), part => part.Amount) - overpaid;
            var reserved = Sum(parts[capture.Id].Where(IsReserved), part => part.Amount);
            if (refunded != capture.Refunded.MinorUnits || reserved != capture.Allocated.MinorUnits)
                yield return $"{capture} against {refunded} refunded and {reserved} reserved by allocations";
            if (parts[capture.Id].Any(part => part.Outcome is AllocationOutcome.Recorded)
                && Movement.IsOfSandbox(ledger.Find(capture.Id)?.ProcessorReference))
                yield return $"{capture.Id} has refunds that are only recorded, but the sandbox captured it";
            if (refunded + reserved + capture.Reserved.MinorUnits > capture.Amount.MinorUnits)
                yield return $"{capture.Id} has more refunded and reserved than {capture.Amount}";
            if (ledger.Find(capture.Id) is not { ProcessorReference: not null } record
                || record.Amount != capture.Amount)
                yield return $"{capture.Id} counts, but is not a succeeded capture of {capture.Amount}";
            else if (record.Outcome is CaptureOutcome.Voided != capture.Voided || Disputed(record) != capture.Disputed)
                yield return $"{capture} against {record}";
        }

        var counted = ledger.Records.OfType<Capture>().Count(found => found.ProcessorReference is not null);
        if (counted != head.Captures.Length) yield return $"{counted} captures succeeded, {head.Captures.Length} count";
        var pending = Sum(
            ledger.Records.OfType<Capture>().Where(found => found.Status == CaptureStatus.Pending), c => c.Amount);
        if (pending != Sum(head.Authorizations, authorization => authorization.PendingCaptures))
            yield return $"{pending} is being captured, but the authorizations disagree";
        var captured = Sum(head.Captures, capture => capture.Amount);
        if ((head.Refunded + head.Reserved).MinorUnits > captured)
            yield return $"{head.Refunded} refunded and {head.Reserved} reserved of {captured} captured";
    }

    /// <summary>What is disputed, and not won, of a capture: at most all of it.</summary>
    private static Money? Disputed(Capture capture)
    {
        var sum = Sum(
            (capture.Disputes ?? []).Where(dispute => dispute.Status != DisputeStatus.Won), dispute => dispute.Amount);
        return sum == 0 ? null : new Money(Math.Min(sum, capture.Amount.MinorUnits), capture.Amount.Currency);
    }

    private static IEnumerable<string> OfRefunds(Shadow ledger, LedgerHead head, Func<Record, bool> hasNews)
    {
        var held = new Dictionary<RefundScope, long>();
        foreach (var refund in ledger.Records.OfType<Refund>())
        {
            var placed = Sum(refund.Allocations.Where(part => IsDone(part) || IsReserved(part)), part => part.Amount);
            var returned = refund.ToCredit is { } credit ? Sum(credit.Parts, part => part.Amount) : 0;
            var open = refund.Requested.MinorUnits - placed - returned - refund.Released.MinorUnits;
            if (open < 0 && hasNews(refund)) open = 0;
            var ofCards = open - (refund.ToCredit?.Reserved.MinorUnits ?? 0);
            held[refund.Scope] = held.GetValueOrDefault(refund.Scope) + ofCards;
            if (ofCards < 0) yield return $"{refund.Id} has reserved more for credit payments than is open";
            if (open < 0) yield return $"{refund.Id} has more allocated than {refund.Requested}";
            if (refund.Status == RefundStatus.Pending) continue;
            if (open != 0 || refund.Allocations.Any(IsReserved))
                yield return $"{refund.Id} is {refund.Status} with {open} open";
            if ((refund.Status == RefundStatus.Succeeded) != (refund.Allocations.Any(IsDone) || returned > 0))
                yield return $"{refund.Id} is {refund.Status}, but its allocations contradict that";
        }

        var scopes = held.ToLookup(asked => (asked.Key.Authorization, asked.Key.Capture), asked => asked.Value);
        if (scopes[(null, null)].Sum() != head.ReservedOnLedger.MinorUnits)
            yield return $"{head.ReservedOnLedger} is reserved, "
                + $"refunds of all have {scopes[(null, null)].Sum()} not allocated";
        foreach (var found in head.Authorizations)
        {
            if (scopes[(found.Id, null)].Sum() != found.Reserved.MinorUnits)
                yield return $"{found} holds other than its refunds have not allocated";
        }

        foreach (var capture in head.Captures)
        {
            if (scopes[(capture.Authorization, capture.Id)].Sum() != capture.Reserved.MinorUnits)
                yield return $"{capture} holds other than its refunds have not allocated";
        }

        var places = Sum(head.Authorizations, a => a.Reserved) + Sum(head.Captures, c => c.Reserved)
            + head.ReservedOnLedger.MinorUnits;
        if (held.Values.Sum() != places) yield return $"{places} is held for {held.Values.Sum()} not allocated";
    }

    private static IEnumerable<string> OfCredits(Shadow ledger, LedgerHead head)
    {
        var payments = ledger.Records.OfType<CreditPayment>().ToLookup(payment => payment.Refund is null);
        var refunds = ledger.Records.OfType<Refund>().Where(refund => refund.ToCredit is not null).ToList();
        var paid = Sum(payments[true], payment => payment.Amount);
        var returned = -Sum(payments[false], payment => payment.Amount);
        var reserved = Sum(refunds, refund => refund.ToCredit!.Reserved);
        if (paid != head.CreditPayments.MinorUnits)
            yield return $"credit payments of {paid}, {head.CreditPayments} counted";
        var counted = (head.RefundedToCredit?.MinorUnits ?? 0, head.ReservedForCredit?.MinorUnits ?? 0);
        if ((returned, reserved) != counted)
        {
            yield return $"{returned} returned to credit payments and {reserved} reserved for them, "
                + $"{head.RefundedToCredit} and {head.ReservedForCredit} counted";
        }

        if (returned + reserved > paid)
            yield return $"{returned} returned to credit payments and {reserved} reserved for them, of {paid}";
        var parts = refunds.SelectMany(refund => refund.ToCredit!.Parts.Select(
            part => (part.Payment, refund.Id, part.Amount.MinorUnits)));
        if (!parts.ToHashSet().SetEquals(payments[false].Select(
            payment => (payment.Id, payment.Refund!.Value, -payment.Amount.MinorUnits))))
            yield return "the negative credit payments are not those of the refunds";
        if (paid - returned > (head.Order?.Total.MinorUnits ?? 0))
            yield return $"credit payments of {paid - returned} on an order of {head.Order?.Total}";
        var open = Sum(
            ledger.Records.OfType<Credit>().Where(c => c.Status is CreditStatus.Authorized or CreditStatus.Settled),
            credit => credit.Amount);
        if (open != head.OpenCredits.MinorUnits) yield return $"credits of {open}, {head.OpenCredits} counted";
    }

    private static bool IsDone(Allocation part) => part.Status == AllocationStatus.Succeeded;

    private static bool IsReserved(Allocation part) =>
        part.Status is AllocationStatus.Reserved or AllocationStatus.WithProcessor;

    private static long Sum<T>(IEnumerable<T> items, Func<T, Money> amount) =>
        items.Sum(item => amount(item).MinorUnits);
}
