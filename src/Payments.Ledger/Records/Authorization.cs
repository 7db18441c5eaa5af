using System.Collections.Immutable;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>The status of an authorization, regardless of expiry, which depends on the clock.</summary>
public enum AuthorizationStatus
{
    /// <summary>Funds are reserved on the card.</summary>
    Authorized,

    /// <summary>Released before it was fully captured.</summary>
    Reversed,
}

/// <summary>The customer, as far as the caller has said.</summary>
/// <param name="FirstName">Given name.</param>
/// <param name="LastName">Family name.</param>
public sealed record Customer(string? FirstName, string? LastName, string? Email);

/// <summary>A request to reserve funds on a card, with or without an order.</summary>
/// <param name="Key">The caller's key, if any.</param>
/// <param name="Amount">Null for the order's balance.</param>
/// <param name="Currency">The currency that the caller named; null for the order's.</param>
/// <param name="Token">The caller's token of the card.</param>
/// <param name="MerchantOfRecord">Whether the platform sells the order: then it must be registered.</param>
public sealed record AuthorizationRequest(
    Key? Key,
    OrderNumber? Order,
    Money? Amount,
    Currency? Currency,
    string Token,
    bool MerchantOfRecord,
    Customer Customer,
    ImmutableDictionary<string, string> Attributes)
{
    /// <summary>
    /// What makes another request under its key the same: hashed and stored with the key, so that the order of the
    /// parts must not change.
    /// </summary>
    public object?[] ListParts() =>
    [
        Order, Amount, Currency, Token, MerchantOfRecord,
        Customer.FirstName, Customer.LastName, Customer.Email, Attributes,
    ];
}

/// <summary>A request for an authorization, with what the service adds to it.</summary>
/// <param name="Processor">The processor that authorizes it.</param>
public sealed record Authorize(
    Id<Authorization> Id,
    AuthorizationRequest Request,
    ProcessorName Processor,
    DateTimeOffset At,
    DateTimeOffset ExpiresAt)
{
    /// <summary>The authorization that it becomes once the processor has reserved the amount.</summary>
    internal Authorization CreateAuthorization(Money amount, string processorReference) => new(
        Id,
        Request.Key ?? Key.ForId(Id),
        Request.Order,
        Payment: null,
        amount,
        AuthorizationStatus.Authorized,
        Request.Token,
        Request.MerchantOfRecord,
        Request.Customer,
        Request.Attributes,
        processorReference,
        At,
        ExpiresAt,
        Processor: Processor);
}

/// <summary>Funds reserved on a card. An authorization that the processor declined is not stored.</summary>
/// <param name="Key">The caller's key, or the id.</param>
/// <param name="Order">The order that it is for, if any.</param>
/// <param name="Payment">The OrderCloud payment that it was recorded for, if any.</param>
/// <param name="Amount">The most that may be captured.</param>
/// <param name="Status">Regardless of expiry.</param>
/// <param name="Token">The caller's token of the card; never a card number.</param>
/// <param name="MerchantOfRecord">Whether the platform sells the order (Flow's term).</param>
/// <param name="ProcessorReference">The processor's reference for it.</param>
/// <param name="ExpiresAt">Nothing can be captured from then on.</param>
/// <param name="Released">Released uncaptured while the rest remained; null for nothing.</param>
/// <param name="ReleaseAsked">The part of that whose release is requested of the processor; null for nothing.</param>
/// <param name="Processor">
/// The processor that created it and that its captures go to; <see cref="ProcessorName.External"/> for the storefront's
/// own. Null in rows that predate this.
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
    /// <summary>The amount, less what was released.</summary>
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
