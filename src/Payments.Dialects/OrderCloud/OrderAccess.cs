using System.Collections.Frozen;
using System.Collections.Immutable;
using Payments.Ledger;

namespace Payments.Dialects.OrderCloud;

/// <summary>
/// What a request may do on which order: its token, its roles and its path, before its body is looked at.
/// </summary>
/// <param name="Caller">Whose token.</param>
/// <param name="Order">The order that the path names.</param>
internal sealed record OrderAccess(Caller Caller, OrderNumber Order)
{
    private const string Scheme = "Bearer ";

    /// <summary>The order's organization: never another's than the token's.</summary>
    public OrganizationId Organization => Caller.Organization;

    /// <summary>Whether the caller may do what a shopper may not.</summary>
    public bool IsAdministrator => Caller.HasAny(Roles.Administrators);

    /// <summary>The access, or the answer that refuses it.</summary>
    public static (OrderAccess? Access, WireResponse? Refusal) Of(
        AccessTokens tokens, WireRequest request, string direction, string orderId, ImmutableArray<string> sufficient)
    {
        if (CallerOf(tokens, request) is not { } caller)
        {
            return (null, OrderCloudAnswers
                .Error(401, ErrorCodes.InvalidToken, "Access token is invalid or expired.")
                .With("WWW-Authenticate", "Bearer"));
        }

        if (!caller.HasAny(sufficient))
        {
            return (null, OrderCloudAnswers.Error(
                403,
                ErrorCodes.InsufficientRoles,
                $"One of these roles is needed: {string.Join(", ", sufficient)}.",
                new MissingRoles(sufficient, caller.Roles)));
        }

        if (!Directions.Contains(direction))
        {
            return (null, OrderCloudAnswers.Error(
                400,
                ErrorCodes.ValidationFailure,
                "The direction must be Incoming, Outgoing or All.",
                new FaultyField("direction")));
        }

        return IsOrderNumber(orderId)
            ? (new OrderAccess(caller, new OrderNumber(orderId)), null)
            : (null, OrderCloudAnswers.NotFound(ObjectTypes.Order, orderId));
    }

    /// <summary>Whose token the request has; null without one that is good.</summary>
    public static Caller? CallerOf(AccessTokens tokens, WireRequest request) =>
        Token(request) is { } token ? tokens.Recognize(token) : null;

    /// <summary>In any letter case: older clients write them small. All three name the same orders here.</summary>
    private static readonly FrozenSet<string> Directions =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Incoming", "Outgoing", "All");

    private static string? Token(WireRequest request) =>
        request.Header("Authorization") is { } header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : null;

    private static bool IsOrderNumber(string text) =>
        text.Length is > 0 and <= OrderNumber.MaximumLength && !text.Any(char.IsControl);
}

/// <summary>Which roles may do what (ordercloud-payments.md, part 1); any one of a list is enough.</summary>
internal static class Roles
{
    public static readonly ImmutableArray<string> Readers = ["FullAccess", "OrderAdmin", "Shopper", "OrderReader"];
    public static readonly ImmutableArray<string> Writers = ["FullAccess", "OrderAdmin", "Shopper"];
    public static readonly ImmutableArray<string> Administrators = ["FullAccess", "OrderAdmin"];
}

/// <summary>What <c>NotFound</c> and <c>IdExists</c> call things.</summary>
internal static class ObjectTypes
{
    public const string Order = "Order";
    public const string Payment = "Payment";
    public const string Transaction = "PaymentTransaction";
    public const string PublicKey = "PublicKey";
}
