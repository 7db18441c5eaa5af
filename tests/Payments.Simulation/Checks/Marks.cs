using Payments.Ledger.Records;

namespace Payments.Simulation.Checks;

/// <summary>
/// Every request carries a mark in something that its record keeps, so that what is stored can be told back to it.
/// </summary>
internal static class Marks
{
    /// <summary>The attribute that carries it.</summary>
    public const string Attribute = "request";

    /// <summary>The mark of a record; null for one that came of another.</summary>
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

    /// <summary>Where a record stands, for the history.</summary>
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
