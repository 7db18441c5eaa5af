using Payments.Ledger.Balances;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Reading;

/// <summary>The properties of records by which lists find and filter them.</summary>
internal static class ListedRecords
{
    /// <summary>A record as a listed resource.</summary>
    public static IListed AsListed(this Record record) => record as IListed
        ?? throw new InvalidOperationException($"{record.RecordKey} is of a kind that is listed with its order alone.");

    /// <summary>Whether a record is an authorization, a capture of it, or a refund of it.</summary>
    public static bool BelongsTo(this Record record, Id<Authorization> id, LedgerHead head) => record switch
    {
        Authorization authorization => authorization.Id == id,
        Capture capture => capture.Authorization == id,
        Refund refund => refund.Scope.Authorization == id
            || refund.ListTouchedCaptures().Any(capture => head.Find(capture)?.Authorization == id),
        _ => false,
    };

    /// <summary>Whether a record is a capture, or a refund of it.</summary>
    public static bool BelongsTo(this Record record, Id<Capture> id) => record switch
    {
        Capture capture => capture.Id == id,
        Refund refund => refund.Scope.Capture == id || refund.ListTouchedCaptures().Contains(id),
        _ => false,
    };

    /// <summary>
    /// The captures that a refund is or was allocated to; not those where it was declined, or failed later.
    /// </summary>
    public static IEnumerable<Id<Capture>> ListTouchedCaptures(this Refund refund) => refund.Allocations
        .Where(allocation => !allocation.TakesNothing)
        .Select(allocation => allocation.Capture)
        .Distinct();
}
