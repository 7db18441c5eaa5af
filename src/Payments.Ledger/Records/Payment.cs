using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>What an OrderCloud payment pays with.</summary>
public enum PaymentType
{
    /// <summary>On account.</summary>
    PurchaseOrder,

    /// <summary>By card.</summary>
    CreditCard,

    /// <summary>From an account that the buyer holds with the seller.</summary>
    SpendingAccount,
}

/// <summary>A payment as an OrderCloud storefront records it (ordercloud-payments.md).</summary>
/// <param name="Id">
/// The storefront's id, or one that was made for it: its transactions and versions are kept under it, for good.
/// </param>
/// <param name="Type">The means.</param>
/// <param name="Amount">Null: what of the order's total the payments with an amount leave.</param>
/// <param name="CreditCardId">The buyer's card in the storefront's own books.</param>
/// <param name="SpendingAccountId">The buyer's account in the storefront's own books.</param>
/// <param name="Description">At most 2,000 characters.</param>
/// <param name="Accepted">Whether the storefront counts it as good.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="Extension">The free-form JSON object <c>xp</c>, as text.</param>
/// <param name="Renamed">The id that it goes by, where the storefront has given it another; null where not.</param>
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
    /// <summary>The id that it goes by.</summary>
    public PaymentId Name => Renamed ?? Id;

    /// <summary>What record keys of payments begin with.</summary>
    public const string Prefix = "pay";

    /// <inheritdoc/>
    public override RecordKey RecordKey => RecordKey.For(Id);

    /// <inheritdoc/>
    public override (string? Status, string? Amount) Summary => (Accepted ? "Accepted" : "Recorded", Amount?.ToString());
}
