using System.Collections.Immutable;
using System.Globalization;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>
/// One processor operation as an OrderCloud storefront records it on a payment (ordercloud-payments.md).
/// </summary>
/// <param name="Payment">The payment it belongs to.</param>
/// <param name="Id">The storefront's id (often the processor's), or one that was made for it.</param>
/// <param name="Type">Free text, such as <c>CreditCardCapture</c>.</param>
/// <param name="ExecutedAt">When the operation was, by the storefront's word. UTC.</param>
/// <param name="Amount">As it was sent, sign included; a plain number, for it is not the ledger's money.</param>
/// <param name="Currency">As it was sent.</param>
/// <param name="Succeeded">Whether the processor did it.</param>
/// <param name="ResultCode">The processor's code.</param>
/// <param name="ResultMessage">The processor's words.</param>
/// <param name="Extension">The free-form JSON object <c>xp</c>, as text.</param>
/// <param name="Effect">What the ledger made of it.</param>
/// <param name="RecordedAt">When it was recorded here. UTC.</param>
public sealed record Transaction(
    PaymentId Payment,
    TransactionId Id,
    string Type,
    DateTimeOffset ExecutedAt,
    decimal? Amount,
    string? Currency,
    bool Succeeded,
    string? ResultCode,
    string? ResultMessage,
    string? Extension,
    TransactionEffect Effect,
    DateTimeOffset RecordedAt) : Record
{
    /// <summary>What record keys of transactions begin with.</summary>
    public const string Prefix = "txn";

    /// <inheritdoc/>
    public override RecordKey RecordKey => RecordKey.For(Payment, Id);

    /// <inheritdoc/>
    public override (string? Status, string? Amount) Summary => (
        Succeeded ? "Succeeded" : "Failed",
        string.Create(CultureInfo.InvariantCulture, $"{Amount} {Currency}").Trim());
}

/// <summary>What the ledger made of a recorded transaction: none of these where it moved nothing.</summary>
/// <param name="Authorization">The authorization that it became, or gave back whole.</param>
/// <param name="Capture">The capture that it became.</param>
/// <param name="Refund">The refund that it became.</param>
/// <param name="Releases">The parts of authorizations that it gave back; null for none.</param>
public sealed record TransactionEffect(
    Id<Authorization>? Authorization,
    Id<Capture>? Capture,
    Id<Refund>? Refund,
    ImmutableArray<AuthorizationRelease>? Releases = null)
{
    /// <summary>No effect on the ledger.</summary>
    public static readonly TransactionEffect None = new(null, null, null);
}

/// <summary>A part of an authorization that was given back, never captured.</summary>
/// <param name="Authorization">The authorization.</param>
/// <param name="Amount">How much of it.</param>
/// <param name="Reversed">Nothing was left of it, and nothing had been captured: it was given back whole by this.
/// </param>
public sealed record AuthorizationRelease(Id<Authorization> Authorization, Money Amount, bool Reversed);
