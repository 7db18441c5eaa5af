using System.Globalization;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Reconciliation;

/// <summary>An operation, by the record that it is of.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Record">The record: a capture, a refund or an open credit.</param>
/// <param name="Part">The number of the refund's allocation; null for other records.</param>
public readonly record struct OperationName(LedgerId Ledger, RecordKey Record, int? Part)
{
    /// <summary>The operation with an idempotency key of this service; null for any other text.</summary>
    public static OperationName? Find(string key) =>
        ProcessorNotification.About.Find(key) is { Record: { } record } about
            ? new OperationName(about.Ledger, record, about.Part)
            : null;

    /// <summary>The id of the record, with the number of the part.</summary>
    public override string ToString()
    {
        var key = Record.Value;
        var id = key.Insert(key.IndexOf('-', StringComparison.Ordinal) + 1, Ledger.ToString());
        return Part is { } part ? string.Create(CultureInfo.InvariantCulture, $"{id}/{part}") : id;
    }
}
