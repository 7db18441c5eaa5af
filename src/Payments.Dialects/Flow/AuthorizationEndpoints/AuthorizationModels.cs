using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.Flow.Models;

/// <summary>An authorization that another resource names.</summary>
internal sealed record AuthorizationReferenceModel(string Id, string Key, FlowOrderModel? Order)
{
    public static AuthorizationReferenceModel Of(Capture capture) => new(
        capture.Authorization.ToString(), capture.AuthorizationKey.Value, FlowOrderModel.Of(capture.Order));
}

/// <summary>The order that an authorization is for.</summary>
internal sealed record FlowOrderModel(string Discriminator, string Number)
{
    public static FlowOrderModel? Of(OrderNumber? number) =>
        number is { } given ? new FlowOrderModel("flow_order", given.Value) : null;
}

/// <summary>Flow's <c>order_customer</c>: the name is always there, what it consists of need not be.</summary>
internal sealed record FlowCustomerModel(FlowNameModel Name, string? Email)
{
    public static readonly FlowCustomerModel Nobody = new(new FlowNameModel(null, null), null);

    public static FlowCustomerModel Of(Customer customer) =>
        new(new FlowNameModel(customer.FirstName, customer.LastName), customer.Email);
}

/// <summary>A customer's name.</summary>
internal sealed record FlowNameModel(string? First, string? Last);

/// <summary>The card behind an authorization: never more than the token that the caller gave.</summary>
internal sealed record CardReferenceModel(string Discriminator, string Id, string Token)
{
    /// <summary>
    /// The same token always has the same id. An authorization that was recorded in another dialect has no token;
    /// Flow's clients need a text.
    /// </summary>
    public static CardReferenceModel Of(Authorization authorization)
    {
        var name = authorization.Token ?? authorization.Id.ToString();
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"card:{name}"));
        return new CardReferenceModel(
            "card_reference", $"card-{Convert.ToHexStringLower(hash)[..20]}", authorization.Token ?? "");
    }
}

/// <summary>How an authorization came out, and how it stands now.</summary>
internal sealed record AuthorizationResultModel(string Status, string? DeclineCode)
{
    public static AuthorizationResultModel Of(Authorization authorization, DateTimeOffset now) => authorization switch
    {
        { Status: AuthorizationStatus.Reversed } => new("reversed", null),
        { ExpiresAt: { } expiry } when expiry <= now => new("expired", "expired"),
        _ => new("authorized", null),
    };
}

/// <summary>Flow's <c>card_authorization</c>.</summary>
/// <param name="Released">What of the amount was given back, never captured; a field of ours, left out for nothing.
/// </param>
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
    public static CardAuthorizationModel Of(Authorization authorization, DateTimeOffset now) => new(
        "card_authorization",
        authorization.Id.ToString(),
        authorization.Key.Value,
        authorization.MerchantOfRecord ? "flow" : "organization",
        CardReferenceModel.Of(authorization),
        authorization.Amount.ToDecimal(),
        authorization.Amount.Currency.Code,
        FlowCustomerModel.Of(authorization.Customer),
        authorization.Attributes,
        FlowOrderModel.Of(authorization.Order),
        AuthorizationResultModel.Of(authorization, now),
        FlowJson.Moment(authorization.CreatedAt),
        authorization.ExpiresAt is { } expiry ? FlowJson.Moment(expiry) : null,
        authorization.Released?.ToDecimal());
}

/// <summary>
/// Flow's <c>authorization_version</c>. Expiry is no change: nothing happens when its time comes, which each version
/// names.
/// </summary>
internal sealed record AuthorizationVersionModel(
    string Id, string Timestamp, string Type, CardAuthorizationModel Authorization)
{
    public static AuthorizationVersionModel Of(ResourceVersion<Authorization> version) => new(
        version.Number.ToString(),
        FlowJson.Moment(version.At),
        ChangeTypes.Of(version.Type),
        CardAuthorizationModel.Of(version.Record, version.At));
}
