using System.Collections.Immutable;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>
/// A part of an order paid otherwise than in cash: store credit, a gift card (flow-payments.md).
/// </summary>
/// <param name="Id">Ours.</param>
/// <param name="Key">The caller's, or the id again.</param>
/// <param name="Order">The order it pays for.</param>
/// <param name="Description">For people; never empty.</param>
/// <param name="Amount">What it pays.</param>
/// <param name="Maximum">The most that might have been applied, as the caller said.</param>
/// <param name="Attributes">The caller's own pairs.</param>
/// <param name="CreatedAt">UTC.</param>
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
