using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Payments.Dialects.OrderCloud.Tokens;
using Payments.Dialects.Wire;
using Payments.Ledger.Identity;

namespace Payments.Dialects.OrderCloud;

/// <summary>An authorized call on the order that its path names.</summary>
/// <param name="Caller">The token's owner.</param>
/// <param name="Order">The order that the path names.</param>
internal sealed record OrderAccess(Caller Caller, OrderNumber Order)
{
    /// <summary>Case-insensitive, because older clients send lower case. All three mean the same orders here.</summary>
    private static readonly FrozenSet<string> Directions =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Incoming", "Outgoing", "All");

    /// <summary>The order's organization: always the token's.</summary>
    public OrganizationId Organization => Caller.Organization;

    /// <summary>Whether the caller has more rights than a shopper.</summary>
    public bool IsAdministrator => Caller.HasAny(Roles.Administrators);

    /// <summary>Rejects paths that name no valid order, before the body is read.</summary>
    public static bool TryGrant(
        OrderCloudCall call,
        [NotNullWhen(true)] out OrderAccess? access,
        [NotNullWhen(false)] out WireResponse? rejection)
    {
        rejection = !Directions.Contains(call.Direction) ? UnknownDirection()
            : !OrderNumber.TryFrom(call.OrderId, out _)
                ? OrderCloudResponses.NotFound(ObjectTypes.Order, call.OrderId)
            : null;
        access = rejection is null ? new OrderAccess(call.Caller, OrderNumber.From(call.OrderId)) : null;
        return access is not null;
    }

    private static WireResponse UnknownDirection() => OrderCloudResponses.Error(
        400,
        ErrorCodes.ValidationFailure,
        "The direction must be Incoming, Outgoing or All.",
        new FaultyField("direction"));
}

/// <summary>
/// The roles that each kind of operation requires (ordercloud-payments.md, part 1): any one of the list.
/// </summary>
public static class Roles
{
    public static readonly ImmutableArray<string> Readers = ["FullAccess", "OrderAdmin", "Shopper", "OrderReader"];
    public static readonly ImmutableArray<string> Writers = ["FullAccess", "OrderAdmin", "Shopper"];
    public static readonly ImmutableArray<string> Administrators = ["FullAccess", "OrderAdmin"];
}

/// <summary>The object types in the data of <c>NotFound</c> and <c>IdExists</c>.</summary>
internal static class ObjectTypes
{
    public const string Order = "Order";
    public const string Payment = "Payment";
    public const string Transaction = "PaymentTransaction";
    public const string PublicKey = "PublicKey";
}
