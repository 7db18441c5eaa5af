namespace Payments.Ledger;

/// <summary>An organization: whoever's credentials a request carries. One never sees another's ledgers.</summary>
/// <param name="Value">Its account identifier, as in the paths of the Flow API.</param>
public readonly record struct OrganizationId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>
/// An order's number, as the shop writes it: Flow's <c>order_number</c>, OrderCloud's <c>orderID</c>.
/// </summary>
/// <param name="Value">1 to 100 characters.</param>
public readonly record struct OrderNumber(string Value)
{
    /// <summary>The longest number: OrderCloud's limit for an order's id, the shortest of the three APIs'.</summary>
    public const int MaximumLength = 100;

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>
/// A caller's own identifier of a resource (Flow's <c>key</c>), unique per organization and resource.
/// </summary>
/// <param name="Value">1 to 255 characters.</param>
public readonly record struct Key(string Value)
{
    /// <summary>The longest key: with the organization and the resource it must fit a storage key of 1 KiB.</summary>
    public const int MaximumLength = 255;

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>An OrderCloud payment's id, unique within its order.</summary>
/// <param name="Value">1 to 100 letters, digits, hyphens and underscores.</param>
public readonly record struct PaymentId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>An OrderCloud payment transaction's id, unique within its payment.</summary>
/// <param name="Value">1 to 100 letters, digits, hyphens and underscores.</param>
public readonly record struct TransactionId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
