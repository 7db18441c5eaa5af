using System.Collections.Immutable;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>A request to pay a part of an order with store credit, a gift card or the like.</summary>
/// <param name="Key">The caller's key, if any.</param>
/// <param name="Description">For people; not empty.</param>
/// <param name="Maximum">The most that may be applied.</param>
public sealed record CreditPaymentRequest(
    Key? Key,
    OrderNumber Order,
    string Description,
    Money Amount,
    Money Maximum,
    ImmutableDictionary<string, string> Attributes)
{
    /// <summary>
    /// What makes another request under its key the same: hashed and stored with the key, so that the order of the
    /// parts must not change.
    /// </summary>
    public object?[] ListParts() => [Order, Description, Amount, Maximum, Attributes];
}

/// <summary>A request for a credit payment, with what the service adds to it.</summary>
public sealed record RecordCreditPayment(Id<CreditPayment> Id, CreditPaymentRequest Request, DateTimeOffset At)
{
    /// <summary>The credit payment that it becomes.</summary>
    internal CreditPayment CreatePayment() => new(
        Id,
        Request.Key ?? Key.ForId(Id),
        Request.Order,
        Request.Description,
        Request.Amount,
        Request.Maximum,
        Request.Attributes,
        At);

    /// <summary>What it makes of one that is stored; id, key, order and time of creation stay.</summary>
    internal CreditPayment Replace(CreditPayment stored) => stored with
    {
        Description = Request.Description,
        Amount = Request.Amount,
        Maximum = Request.Maximum,
        Attributes = Request.Attributes,
    };
}

/// <summary>A part of an order paid with store credit, a gift card or the like (flow-payments.md).</summary>
/// <param name="Key">The caller's key, or the id.</param>
/// <param name="Description">For people; never empty.</param>
/// <param name="Amount">Negative if a refund made it: it returns what other credit payments have paid.</param>
/// <param name="Maximum">The most that could have been applied, as the caller stated.</param>
/// <param name="Refund">The refund that made it; null if a caller did.</param>
public sealed record CreditPayment(
    Id<CreditPayment> Id,
    Key Key,
    OrderNumber Order,
    string Description,
    Money Amount,
    Money Maximum,
    ImmutableDictionary<string, string> Attributes,
    DateTimeOffset CreatedAt,
    Id<Refund>? Refund = null) : Record, IIdentified, IListed
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
