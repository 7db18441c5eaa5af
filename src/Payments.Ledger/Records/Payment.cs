using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>The means of an OrderCloud payment.</summary>
public enum PaymentType
{
    PurchaseOrder,

    /// <summary>By card.</summary>
    CreditCard,

    /// <summary>From an account that the buyer holds with the seller.</summary>
    SpendingAccount,
}

/// <summary>A payment as an OrderCloud storefront records it (ordercloud-payments.md).</summary>
/// <param name="Id">
/// The storefront's id, or one created for it: its transactions and versions are stored under it, and it never changes.
/// </param>
/// <param name="Amount">Null: what the payments with an amount leave of the order's total.</param>
/// <param name="CreditCardId">The buyer's card in the storefront's own records.</param>
/// <param name="SpendingAccountId">The buyer's account in the storefront's own records.</param>
/// <param name="Description">At most 2,000 characters.</param>
/// <param name="Accepted">Whether the storefront counts it as paid.</param>
/// <param name="Extension">The free-form JSON object <c>xp</c>, as text.</param>
/// <param name="Renamed">Its current id, if the storefront has changed it.</param>
public sealed record Payment(
    PaymentId Id,
    PaymentType Type,
    Money? Amount,
    string? CreditCardId,
    string? SpendingAccountId,
    string? Description,
    bool Accepted,
    DateTimeOffset CreatedAt,
    string? Extension,
    PaymentId? Renamed = null) : Record
{
    /// <summary>Its current id.</summary>
    public PaymentId Name => Renamed ?? Id;

    /// <summary>The prefix of record keys of payments.</summary>
    public const string Prefix = "pay";

    /// <inheritdoc/>
    public override RecordKey RecordKey => RecordKey.For(Id);

    /// <inheritdoc/>
    public override (string? Status, string? Amount) Summary =>
        (Accepted ? "Accepted" : "Recorded", Amount?.ToString());
}
