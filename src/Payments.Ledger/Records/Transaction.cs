using System.Collections.Immutable;
using System.Globalization;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>
/// One processor operation as an OrderCloud storefront records it on a payment (ordercloud-payments.md).
/// </summary>
/// <param name="Id">The storefront's id (often the processor's), or one created for it.</param>
/// <param name="Type">Free text, such as <c>CreditCardCapture</c>.</param>
/// <param name="ExecutedAt">When the operation took place, as the storefront stated.</param>
/// <param name="Amount">As it was sent, sign included; a plain number, because it is not the ledger's money.</param>
/// <param name="Currency">As it was sent.</param>
/// <param name="Succeeded">Whether the processor executed it.</param>
/// <param name="ResultCode">The processor's code.</param>
/// <param name="ResultMessage">The processor's message.</param>
/// <param name="Extension">The free-form JSON object <c>xp</c>, as text.</param>
/// <param name="Effect">What it became in the ledger.</param>
/// <param name="RecordedAt">When it was recorded here.</param>
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
    /// <summary>The prefix of record keys of transactions.</summary>
    public const string Prefix = "txn";

    /// <inheritdoc/>
    public override RecordKey RecordKey => RecordKey.For(Payment, Id);

    /// <inheritdoc/>
    public override (string? Status, string? Amount) Summary => (
        Succeeded ? "Succeeded" : "Failed",
        string.Create(CultureInfo.InvariantCulture, $"{Amount} {Currency}").Trim());
}

/// <summary>What a recorded transaction became in the ledger; all null if it moved no money.</summary>
/// <param name="Authorization">The authorization that it became, or reversed.</param>
/// <param name="Capture">The capture that it became.</param>
/// <param name="Refund">The refund that it became.</param>
/// <param name="Releases">The parts of authorizations that it released; null for none.</param>
public sealed record TransactionEffect(
    Id<Authorization>? Authorization,
    Id<Capture>? Capture,
    Id<Refund>? Refund,
    ImmutableArray<AuthorizationRelease>? Releases = null)
{
    /// <summary>No effect on the ledger.</summary>
    public static readonly TransactionEffect None = new(null, null, null);
}

/// <summary>A part of an authorization that was released uncaptured.</summary>
/// <param name="Amount">How much was released.</param>
/// <param name="Reversed">
/// Nothing had been captured, and nothing was left: this release reversed the authorization.
/// </param>
public sealed record AuthorizationRelease(Id<Authorization> Authorization, Money Amount, bool Reversed);
