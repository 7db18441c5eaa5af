using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Payments.Dialects.Flow.Models;
using Payments.Handlers.Reading;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.Authorizations;

/// <summary>A reference to an authorization.</summary>
internal sealed record AuthorizationReferenceModel(string Id, string Key, FlowOrderModel? Order)
{
    public static AuthorizationReferenceModel From(Capture capture) => new(
        capture.Authorization.ToString(), capture.AuthorizationKey.Value, FlowOrderModel.From(capture.Order));
}

/// <summary>The order that an authorization is for.</summary>
internal sealed record FlowOrderModel(string Discriminator, string Number)
{
    public static FlowOrderModel? From(OrderNumber? number) =>
        number is { } given ? new FlowOrderModel("flow_order", given.Value) : null;
}

/// <summary>Flow's <c>order_customer</c>: the name is always present, its parts are optional.</summary>
internal sealed record FlowCustomerModel(FlowNameModel Name, string? Email)
{
    public static readonly FlowCustomerModel Nobody = new(new FlowNameModel(null, null), null);

    public static FlowCustomerModel From(Customer customer) =>
        new(new FlowNameModel(customer.FirstName, customer.LastName), customer.Email);
}

internal sealed record FlowNameModel(string? First, string? Last);

/// <summary>The card of an authorization: never more than the token that the caller sent.</summary>
internal sealed record CardReferenceModel(string Discriminator, string Id, string Token)
{
    /// <summary>
    /// The same token always has the same id. An authorization recorded through another API has no token; Flow's
    /// clients require a string.
    /// </summary>
    public static CardReferenceModel From(Authorization authorization)
    {
        var name = authorization.Token ?? authorization.Id.ToString();
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"card:{name}"));
        return new CardReferenceModel(
            "card_reference", $"card-{Convert.ToHexStringLower(hash)[..20]}", authorization.Token ?? "");
    }
}

/// <summary>The outcome of an authorization, and its current status.</summary>
internal sealed record AuthorizationResultModel(string Status, string? DeclineCode)
{
    public static AuthorizationResultModel From(Authorization authorization, DateTimeOffset now) => authorization switch
    {
        { Status: AuthorizationStatus.Reversed } => new("reversed", null),
        { ExpiresAt: { } expiry } when expiry <= now => new("expired", "expired"),
        _ => new("authorized", null),
    };
}

/// <summary>Flow's <c>card_authorization</c>.</summary>
/// <param name="Released">The part of the amount that was released uncaptured; an extension, left out if zero.</param>
internal sealed record CardAuthorizationModel(
    string Discriminator,
    string Id,
    string Key,
    string MerchantOfRecord,
    CardReferenceModel Card,
    decimal Amount,
    string Currency,
    FlowCustomerModel Customer,
    ImmutableDictionary<string, string> Attributes,
    FlowOrderModel? Order,
    AuthorizationResultModel Result,
    string CreatedAt,
    string? ExpiresAt,
    decimal? Released)
{
    public static CardAuthorizationModel From(Authorization authorization, DateTimeOffset now) => new(
        "card_authorization",
        authorization.Id.ToString(),
        authorization.Key.Value,
        authorization.MerchantOfRecord ? "flow" : "organization",
        CardReferenceModel.From(authorization),
        authorization.Amount.ToDecimal(),
        authorization.Amount.Currency.Code,
        FlowCustomerModel.From(authorization.Customer),
        authorization.Attributes,
        FlowOrderModel.From(authorization.Order),
        AuthorizationResultModel.From(authorization, now),
        FlowJson.FormatTime(authorization.CreatedAt),
        authorization.ExpiresAt is { } expiry ? FlowJson.FormatTime(expiry) : null,
        authorization.Released?.ToDecimal());
}

/// <summary>
/// Flow's <c>authorization_version</c>. Expiry creates no version: each version contains its time, and nothing is
/// written when it comes.
/// </summary>
/// <param name="Credential">Who made the change, if that is known; an extension.</param>
internal sealed record AuthorizationVersionModel(
    string Id, string Timestamp, string Type, CardAuthorizationModel Authorization, string? Credential)
{
    public static AuthorizationVersionModel From(ResourceVersion<Authorization> version) => new(
        version.Number.ToString(),
        FlowJson.FormatTime(version.At),
        ChangeTypes.From(version.Type),
        CardAuthorizationModel.From(version.Record, version.At),
        version.Actor?.ToString());
}
