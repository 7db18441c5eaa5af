using System.Collections.Immutable;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>A part of an order paid with store credit, a gift card or the like (flow-payments.md).</summary>
/// <param name="Key">The caller's key, or the id.</param>
/// <param name="Description">For people; never empty.</param>
/// <param name="Maximum">The most that could have been applied, as the caller stated.</param>
public sealed record CreditPayment(
    Id<CreditPayment> Id,
    Key Key,
    OrderNumber Order,
    string Description,
    Money Amount,
    Money Maximum,
    ImmutableDictionary<string, string> Attributes,
    DateTimeOffset CreatedAt) : Record, IIdentified, IListed
{
    /// <inheritdoc/>
    public static string Prefix => "crp";

    /// <inheritdoc/>
    public override RecordKey RecordKey => RecordKey.For(Id);

    /// <inheritdoc/>
    public override (string? Status, string? Amount) Summary => (null, Amount.ToString());

    /// <inheritdoc/>
    public (string Kind, string Id) Listed => (Prefix, Id.ToString());

    OrderNumber? IListed.Order => Order;
}
