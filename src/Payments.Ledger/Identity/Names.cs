using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Payments.Ledger.Identity;

// Each of these holds one text that obeys its type's rule. A default value, which C# lets anybody make, has no text:
// reading it throws, so that it gets into no row, no message and no response.

/// <summary>An organization: whoever's credentials a request carries. One never sees another's ledgers.</summary>
public readonly record struct OrganizationId
{
    /// <summary>
    /// The longest id, in characters: with a ledger's id and a separator it must fit a storage key of 1 KiB, which is
    /// 512 characters. Any characters are allowed, for storage keys escape them.
    /// </summary>
    public const int MaxLength = 512 - 1 - LedgerId.Length;

    private readonly string? _value;

    private OrganizationId(string value) => _value = value;

    /// <summary>Its account identifier, as in the paths of the Flow API.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This organization id was never set.");

    /// <summary>The id that a text is; false for one that is null, empty or too long.</summary>
    public static bool TryFrom([NotNullWhen(true)] string? text, out OrganizationId id)
    {
        var isValid = text is { Length: >= 1 and <= MaxLength };
        id = isValid ? new OrganizationId(text!) : default;
        return isValid;
    }

    /// <summary>The id that a text is. Throws <see cref="FormatException"/> where it is none.</summary>
    public static OrganizationId From(string text) => TryFrom(text, out var id)
        ? id
        : throw new FormatException($"An organization's id has 1 to {MaxLength} characters.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>
/// An order's number, as the shop writes it: Flow's <c>order_number</c>, OrderCloud's <c>orderID</c>.
/// </summary>
public readonly record struct OrderNumber
{
    /// <summary>The longest number: OrderCloud's limit for an order's id, the shortest of the three APIs'.</summary>
    public const int MaxLength = 100;

    private readonly string? _value;

    private OrderNumber(string value) => _value = value;

    /// <summary>1 to <see cref="MaxLength"/> characters, none of them a control character.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This order number was never set.");

    /// <summary>The number that a text is; false for a text that can't be one.</summary>
    public static bool TryFrom([NotNullWhen(true)] string? text, out OrderNumber number)
    {
        var isValid = NameText.IsValid(text, MaxLength);
        number = isValid ? new OrderNumber(text!) : default;
        return isValid;
    }

    /// <summary>The number that a text is. Throws <see cref="FormatException"/> where it is none.</summary>
    public static OrderNumber From(string text) => TryFrom(text, out var number)
        ? number
        : throw new FormatException($"An order's number has {NameText.Rule(MaxLength)}.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>
/// A caller's own identifier of a resource (Flow's <c>key</c>), unique per organization and resource.
/// </summary>
public readonly record struct Key
{
    /// <summary>The longest key: with the organization and the resource it must fit a storage key of 1 KiB.</summary>
    public const int MaxLength = 255;

    private readonly string? _value;

    private Key(string value) => _value = value;

    /// <summary>1 to <see cref="MaxLength"/> characters, none of them a control character.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This key was never set.");

    /// <summary>The key of a resource whose caller gave it none: its id.</summary>
    public static Key ForId<T>(Id<T> id) where T : IIdentified => new(id.ToString());

    /// <summary>The key that a text is; false for a text that can't be one.</summary>
    public static bool TryFrom([NotNullWhen(true)] string? text, out Key key)
    {
        var isValid = NameText.IsValid(text, MaxLength);
        key = isValid ? new Key(text!) : default;
        return isValid;
    }

    /// <summary>The key that a text is. Throws <see cref="FormatException"/> where it is none.</summary>
    public static Key From(string text) => TryFrom(text, out var key)
        ? key
        : throw new FormatException($"A key has {NameText.Rule(MaxLength)}.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>An OrderCloud payment's id, unique within its order.</summary>
public readonly record struct PaymentId
{
    private readonly string? _value;

    private PaymentId(string value) => _value = value;

    /// <summary>A text that <see cref="OrderCloudId"/> allows.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This payment id was never set.");

    /// <summary>The id that a text is; false for a text that can't be one.</summary>
    public static bool TryFrom([NotNullWhen(true)] string? text, out PaymentId id)
    {
        var isValid = OrderCloudId.IsValid(text);
        id = isValid ? new PaymentId(text!) : default;
        return isValid;
    }

    /// <summary>The id that a text is. Throws <see cref="FormatException"/> where it is none.</summary>
    public static PaymentId From(string text) => TryFrom(text, out var id)
        ? id
        : throw new FormatException($"A payment's id has {OrderCloudId.Rule}.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>An OrderCloud payment transaction's id, unique within its payment.</summary>
public readonly record struct TransactionId
{
    private readonly string? _value;

    private TransactionId(string value) => _value = value;

    /// <summary>A text that <see cref="OrderCloudId"/> allows.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This transaction id was never set.");

    /// <summary>The id that a text is; false for a text that can't be one.</summary>
    public static bool TryFrom([NotNullWhen(true)] string? text, out TransactionId id)
    {
        var isValid = OrderCloudId.IsValid(text);
        id = isValid ? new TransactionId(text!) : default;
        return isValid;
    }

    /// <summary>The id that a text is. Throws <see cref="FormatException"/> where it is none.</summary>
    public static TransactionId From(string text) => TryFrom(text, out var id)
        ? id
        : throw new FormatException($"A transaction's id has {OrderCloudId.Rule}.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>What OrderCloud allows as an id: 1 to 100 ASCII letters, digits, hyphens and underscores.</summary>
public static class OrderCloudId
{
    /// <summary>The longest id, in characters.</summary>
    public const int MaxLength = 100;

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    internal static string Rule => $"1 to {MaxLength} letters, digits, hyphens and underscores";

    /// <summary>Whether a text can be an id.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text) =>
        text is { Length: >= 1 and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(Characters);
}

/// <summary>Texts that callers name things by, in any language's characters.</summary>
file static class NameText
{
    /// <summary>Those of <see cref="char.IsControl(char)"/>; Unicode has none above them.</summary>
    private static readonly SearchValues<char> ControlCharacters = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)]);

    public static string Rule(int longest) => $"1 to {longest} characters, none of them a control character";

    public static bool IsValid([NotNullWhen(true)] string? text, int longest) =>
        text is { Length: > 0 } && text.Length <= longest && !text.AsSpan().ContainsAny(ControlCharacters);
}
