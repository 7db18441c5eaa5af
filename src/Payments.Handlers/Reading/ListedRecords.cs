using Payments.Ledger.Balances;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Reading;

/// <summary>How lists look at records.</summary>
internal static class ListedRecords
{
    /// <summary>A record as its list has it.</summary>
    public static IListed AsListed(this Record record) => record as IListed
        ?? throw new InvalidOperationException($"{record.RecordKey} is of a kind that is listed with its order alone.");

    /// <summary>Whether an authorization is it, is what it was taken from, or is what it gives back.</summary>
    public static bool BelongsTo(this Record record, Id<Authorization> id, LedgerHead head) => record switch
    {
        Authorization authorization => authorization.Id == id,
        Capture capture => capture.Authorization == id,
        Refund refund => refund.Scope.Authorization == id
            || refund.ListTouchedCaptures().Any(capture => head.Find(capture)?.Authorization == id),
        _ => false,
    };

    /// <summary>Whether a capture is it, or is what it gives back.</summary>
    public static bool BelongsTo(this Record record, Id<Capture> id) => record switch
    {
        Capture capture => capture.Id == id,
        Refund refund => refund.Scope.Capture == id || refund.ListTouchedCaptures().Contains(id),
        _ => false,
    };

    /// <summary>The captures that a refund was, or is to be, taken from; not those where it was declined.</summary>
    public static IEnumerable<Id<Capture>> ListTouchedCaptures(this Refund refund) => refund.Allocations
        .Where(allocation => allocation.Status != AllocationStatus.Declined)
        .Select(allocation => allocation.Capture)
        .Distinct();
}
