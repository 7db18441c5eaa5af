using Payments.Ledger.Balances;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Reading;

/// <summary>What the listed kinds of records have in common without saying so.</summary>
internal static class ListedRecords
{
    /// <summary>When it came to be: the moment of its line in the timeline, and of its first version.</summary>
    public static DateTimeOffset CreatedAt(this Record record) => record switch
    {
        Authorization authorization => authorization.CreatedAt,
        Capture capture => capture.CreatedAt,
        Refund refund => refund.CreatedAt,
        CreditPayment payment => payment.CreatedAt,
        _ => throw NotListed(record),
    };

    /// <summary>The caller's key of it, or its id.</summary>
    public static string KeyText(this Record record) => record switch
    {
        Authorization authorization => authorization.Key.Value,
        Capture capture => capture.Key.Value,
        Refund refund => refund.Key.Value,
        CreditPayment payment => payment.Key.Value,
        _ => throw NotListed(record),
    };

    /// <summary>The order it belongs to.</summary>
    public static OrderNumber? GetOrder(this Record record) => record switch
    {
        Authorization authorization => authorization.Order,
        Capture capture => capture.Order,
        Refund refund => refund.Order,
        CreditPayment payment => payment.Order,
        _ => throw NotListed(record),
    };

    /// <summary>Its id as text.</summary>
    public static string IdText(this Record record) => record.Listed?.Id ?? throw NotListed(record);

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

    private static InvalidOperationException NotListed(Record record) =>
        new($"{record.RecordKey} is of a kind that is listed with its order alone.");
}
