using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Simulation.Checks;

/// <summary>
/// Whether refunds change state as their traces say, final states are final unless the processor has changed its mind,
/// and the head lists only open records as having an unknown outcome.
/// </summary>
internal static class CourseCheck
{
    /// <summary>The violation in a change before it is applied, if any.</summary>
    public static IEnumerable<string> Faults(Shadow before, LedgerChanges changes, Func<Record, bool> hasNews)
    {
        foreach (var entry in changes.Entries.Where(entry => entry.Type != ChangeType.Delete))
        {
            var was = before.Find(entry.Record.RecordKey);
            if (was is Refund or Capture or Credit && !IsOpen(was) && was != entry.Record
                && !hasNews(was))
                yield return $"{was} was final, but is now {entry.Record}";
            if (entry.Record is not Refund refund) continue;
            foreach (var wrong in OfTrace(refund, was as Refund, hasNews(refund))) yield return $"{refund.Id}: {wrong}";
        }

        foreach (var key in changes.Head.UnknownOutcomes.Where(key => !MayBeUnknown(before, changes, key)))
            yield return $"{before.Address} lists {key} as having an unknown outcome";
    }

    /// <summary>
    /// Whether money is still to move, or an outcome still to arrive. Judged by the states themselves, not by
    /// <see cref="Record.IsOpen"/>, which the service uses.
    /// </summary>
    public static bool IsOpen(Record record) => record is Refund { Status: RefundStatus.Pending }
        or Capture { Status: CaptureStatus.Pending }
        or Credit { Status: CreditStatus.Authorized };

    private static IEnumerable<string> OfTrace(Refund refund, Refund? before, bool hasNews)
    {
        var returned = refund.ToCredit?.Parts.Length ?? 0;
        if (refund.Status == RefundStatus.Canceled && refund.Allocations.Length + returned > 0)
            yield return "it is canceled, but has allocations";
        if (returned > (before?.ToCredit?.Parts.Length ?? 0)
            && refund.Allocations.Any(part => part.IsOpen)
            && (refund.Tenders == RefundTenders.CardFirst || before!.Allocations.Length > 0))
            yield return "it went back to credit payments while cards were waited for";
        foreach (var part in refund.Allocations)
        {
            var isAnswered = !part.IsOpen;
            if (part.Decision is null)
            {
                // A refund of the storefront's own processor: recorded as it was.
                if (!isAnswered || Movement.IsOfSandbox(part)) yield return $"{part} is unexplained";
                continue;
            }

            if (part.Amount > part.Decision.Room) yield return $"{part} is more than its capture had";
            if (part.Outcome is AllocationOutcome.Succeeded { At: null } or AllocationOutcome.Declined { At: null })
                yield return $"{part} is {part.Status} without a response";
            if (part.Decision.Attempt > 1 && !hasNews && !refund.Allocations.Any(other =>
                other.Decision?.Attempt < part.Decision.Attempt && other.Status == AllocationStatus.Declined))
                yield return $"{part} replaces nothing that was declined";
        }

        var kept = before?.Allocations ?? [];
        if (!kept.Zip(refund.Allocations).All(pair => pair.First.Decision == pair.Second.Decision
            && pair.First.Amount == pair.Second.Amount && pair.First.Capture == pair.Second.Capture))
            yield return "an allocation was changed after it was decided";
    }

    private static bool MayBeUnknown(Shadow before, LedgerChanges changes, RecordKey key)
    {
        var record = changes.Entries.LastOrDefault(entry => entry.Record.RecordKey == key)?.Record ?? before.Find(key);
        return record is Authorization { Status: AuthorizationStatus.Reversed }
            or Authorization { ReleaseAsked: not null }
            || (record is not null && IsOpen(record));
    }
}
