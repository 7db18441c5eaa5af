using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Payments.Ledger.Identity;

// Each of these types holds a text that satisfies the type's rule. A default value, which C# lets anyone create, has no
// text: reading it throws, so that it never gets into a row, a message or a response.

/// <summary>An organization, identified by the credentials of a request. It never sees another's ledgers.</summary>
public readonly record struct OrganizationId
{
    /// <summary>
    /// In characters: with a ledger's id and a separator it must fit a storage key of 1 KiB, which is 512 characters.
    /// Any characters are allowed, because storage keys escape them.
    /// </summary>
    public const int MaxLength = 512 - 1 - LedgerId.Length;

    private readonly string? _value;

    private OrganizationId(string value) => _value = value;

    /// <summary>Its account identifier, as in the paths of the Flow API.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This organization id was never set.");

    /// <summary>False if the text is null, empty or too long.</summary>
    public static bool TryFrom([NotNullWhen(true)] string? text, out OrganizationId id)
    {
        var isValid = text is { Length: >= 1 and <= MaxLength };
        id = isValid ? new OrganizationId(text!) : default;
        return isValid;
    }

    /// <summary>Throws <see cref="FormatException"/> if the text is not a valid id.</summary>
    public static OrganizationId From(string text) => TryFrom(text, out var id)
        ? id
        : throw new FormatException($"An organization's id must have 1 to {MaxLength} characters.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>
/// An order's number, as the shop writes it: Flow's <c>order_number</c>, OrderCloud's <c>orderID</c>.
/// </summary>
public readonly record struct OrderNumber
{
    /// <summary>OrderCloud's limit for an order's id, the lowest of the three APIs.</summary>
    public const int MaxLength = 100;

    private readonly string? _value;

    private OrderNumber(string value) => _value = value;

    /// <summary>1 to <see cref="MaxLength"/> characters, without control characters.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This order number was never set.");

    /// <summary>False if the text is not a valid number.</summary>
    public static bool TryFrom([NotNullWhen(true)] string? text, out OrderNumber number)
    {
        var isValid = NameText.IsValid(text, MaxLength);
        number = isValid ? new OrderNumber(text!) : default;
        return isValid;
    }

    /// <summary>Throws <see cref="FormatException"/> if the text is not a valid number.</summary>
    public static OrderNumber From(string text) => TryFrom(text, out var number)
        ? number
        : throw new FormatException($"An order's number must have {NameText.Rule(MaxLength)}.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>
/// The caller's own identifier of a resource (Flow's <c>key</c>), unique per organization and resource type.
/// </summary>
public readonly record struct Key
{
    /// <summary>With the organization and the resource type it must fit a storage key of 1 KiB.</summary>
    public const int MaxLength = 255;

    private readonly string? _value;

    private Key(string value) => _value = value;

    /// <summary>1 to <see cref="MaxLength"/> characters, without control characters.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This key was never set.");

    /// <summary>The key of a resource that the caller gave none: its id.</summary>
    public static Key ForId<T>(Id<T> id) where T : IIdentified => new(id.ToString());

    /// <summary>False if the text is not a valid key.</summary>
    public static bool TryFrom([NotNullWhen(true)] string? text, out Key key)
    {
        var isValid = NameText.IsValid(text, MaxLength);
        key = isValid ? new Key(text!) : default;
        return isValid;
    }

    /// <summary>Throws <see cref="FormatException"/> if the text is not a valid key.</summary>
    public static Key From(string text) => TryFrom(text, out var key)
        ? key
        : throw new FormatException($"A key must have {NameText.Rule(MaxLength)}.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>An OrderCloud payment's id, unique within its order.</summary>
public readonly record struct PaymentId
{
    private readonly string? _value;

    private PaymentId(string value) => _value = value;

    /// <summary>Valid by the rules of <see cref="OrderCloudId"/>.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This payment id was never set.");

    /// <summary>False if the text is not a valid id.</summary>
    public static bool TryFrom([NotNullWhen(true)] string? text, out PaymentId id)
    {
        var isValid = OrderCloudId.IsValid(text);
        id = isValid ? new PaymentId(text!) : default;
        return isValid;
    }

    /// <summary>Throws <see cref="FormatException"/> if the text is not a valid id.</summary>
    public static PaymentId From(string text) => TryFrom(text, out var id)
        ? id
        : throw new FormatException($"A payment's id must have {OrderCloudId.Rule}.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>An OrderCloud payment transaction's id, unique within its payment.</summary>
public readonly record struct TransactionId
{
    private readonly string? _value;

    private TransactionId(string value) => _value = value;

    /// <summary>Valid by the rules of <see cref="OrderCloudId"/>.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This transaction id was never set.");

    /// <summary>False if the text is not a valid id.</summary>
    public static bool TryFrom([NotNullWhen(true)] string? text, out TransactionId id)
    {
        var isValid = OrderCloudId.IsValid(text);
        id = isValid ? new TransactionId(text!) : default;
        return isValid;
    }

    /// <summary>Throws <see cref="FormatException"/> if the text is not a valid id.</summary>
    public static TransactionId From(string text) => TryFrom(text, out var id)
        ? id
        : throw new FormatException($"A transaction's id must have {OrderCloudId.Rule}.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>OrderCloud's rule for ids: 1 to 100 ASCII letters, digits, hyphens and underscores.</summary>
public static class OrderCloudId
{
    /// <summary>In characters.</summary>
    public const int MaxLength = 100;

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    internal static string Rule => $"1 to {MaxLength} letters, digits, hyphens and underscores";

    public static bool IsValid([NotNullWhen(true)] string? text) =>
        text is { Length: >= 1 and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(Characters);
}

/// <summary>Names that callers choose, in the characters of any language.</summary>
file static class NameText
{
    /// <summary>Those of <see cref="char.IsControl(char)"/>; Unicode has no others beyond U+FFFF.</summary>
    private static readonly SearchValues<char> ControlCharacters = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)]);

    public static string Rule(int longest) => $"1 to {longest} characters, none of them a control character";

    public static bool IsValid([NotNullWhen(true)] string? text, int longest) =>
        text is { Length: > 0 } && text.Length <= longest && !text.AsSpan().ContainsAny(ControlCharacters);
}
