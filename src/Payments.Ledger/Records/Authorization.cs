using System.Collections.Immutable;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>Where an authorization stands, expiry aside: that is a matter of the clock.</summary>
public enum AuthorizationStatus
{
    /// <summary>Funds are set aside.</summary>
    Authorized,

    /// <summary>Given back before it was used up.</summary>
    Reversed,
}

/// <summary>Who the customer is, as far as the caller said.</summary>
/// <param name="FirstName">Given name.</param>
/// <param name="LastName">Family name.</param>
/// <param name="Email">Electronic mail address.</param>
public sealed record Customer(string? FirstName, string? LastName, string? Email);

/// <summary>Funds set aside on a card. One that the processor declined is no authorization, and is not kept.</summary>
/// <param name="Id">Ours.</param>
/// <param name="Key">The caller's, or the id again.</param>
/// <param name="Order">The order it is for, where it is for one.</param>
/// <param name="Payment">The OrderCloud payment it was recorded for, where it was.</param>
/// <param name="Amount">What may be captured.</param>
/// <param name="Status">Expiry aside.</param>
/// <param name="Token">The caller's token of the card; never a card number.</param>
/// <param name="MerchantOfRecord">Whether the organization's order is sold by the platform (Flow's term).</param>
/// <param name="Customer">The customer.</param>
/// <param name="Attributes">The caller's own pairs.</param>
/// <param name="ProcessorReference">The processor's name for it.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ExpiresAt">UTC; nothing is captured from then on.</param>
/// <param name="Released">What was given back of it, never captured, while the rest went on; null for nothing.</param>
/// <param name="ReleaseAsked">The part of that which the processor is asked to let go of; null for nothing.</param>
/// <param name="Processor">
/// The processor that made it, and that its captures are asked of; null in rows from before it was kept.
/// </param>
public sealed record Authorization(
    Id<Authorization> Id,
    Key Key,
    OrderNumber? Order,
    PaymentId? Payment,
    Money Amount,
    AuthorizationStatus Status,
    string? Token,
    bool MerchantOfRecord,
    Customer Customer,
    ImmutableDictionary<string, string> Attributes,
    string? ProcessorReference,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    Money? Released = null,
    Money? ReleaseAsked = null,
    ProcessorName? Processor = null) : Record, IIdentified, IListed
{
    /// <summary>The amount, less what was released of it.</summary>
    public Money Standing => Released is { } released ? Amount - released : Amount;

    /// <inheritdoc/>
    public static string Prefix => "aut";

    /// <inheritdoc/>
    public override RecordKey RecordKey => RecordKey.For(Id);

    /// <inheritdoc/>
    public override (string? Status, string? Amount) Summary => (Status.ToString(), Amount.ToString());

    /// <inheritdoc/>
    public (string Kind, string Id) Listed => (Prefix, Id.ToString());
}
