using Payments.Ledger.Records;

namespace Payments.Simulation.Checks;

/// <summary>
/// Every request carries a mark in a field that its record keeps, so that a stored record can be traced to its request.
/// </summary>
internal static class Marks
{
    /// <summary>The attribute that carries the mark.</summary>
    public const string Attribute = "request";

    /// <summary>The mark of a record; null if the record was derived from another.</summary>
    public static string? Of(Record record) => record switch
    {
        Authorization authorization => authorization.Attributes.GetValueOrDefault(Attribute),
        Capture capture => capture.Attributes.GetValueOrDefault(Attribute),
        Refund refund => refund.Attributes.GetValueOrDefault(Attribute),
        CreditPayment payment => payment.Attributes.GetValueOrDefault(Attribute),
        Credit credit => credit.Origin.GetValueOrDefault(Attribute),
        Payment payment => payment.Description,
        Transaction transaction => transaction.ResultMessage,
        _ => null,
    };

    /// <summary>A record's state, for the history.</summary>
    public static string StatusOf(Record record) => record switch
    {
        Refund refund =>
            $"{refund.Status} {string.Join(' ', refund.Allocations.Select(part => $"{part.Amount} {part.Status}"))}",
        Capture capture => $"{capture.Amount} {capture.Status}",
        Credit credit => $"{credit.Amount} {credit.Status}",
        Authorization authorization => $"{authorization.Amount} {authorization.Status}",
        _ => "",
    };
}
