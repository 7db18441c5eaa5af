using System.Collections.Immutable;
using System.Text.Json;
using Payments.Dialects.OrderCloud.Models;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>
/// A payment of a list. Its <c>xp</c> is parsed once, and a field's values are read once, for all filters.
/// </summary>
internal sealed class ListedPayment(PaymentBody body, ComparisonBudget budget)
{
    private readonly Dictionary<string, ImmutableArray<Scalar>> _values = new(StringComparer.Ordinal);
    private readonly Lazy<JsonElement?> _extension = new(() => Parse(body.Extension));

    public PaymentBody Body => body;

    /// <summary>What the work on this payment is counted by.</summary>
    public ComparisonBudget Budget => budget;

    /// <summary>A field's values.</summary>
    public ImmutableArray<Scalar> ValuesOf(PaymentField field)
    {
        if (_values.TryGetValue(field.Name, out var known)) return known;
        var values = field.Values(this);
        budget.Charge(field.Name, values.Sum(value => 1L + value.Text.Length));
        return _values[field.Name] = values;
    }

    /// <summary>
    /// The values at a path of its <c>xp</c>: each element of an array, and for an object only that it exists
    /// (<see cref="Scalar.Structure"/>). Empty if there is nothing, or null.
    /// </summary>
    /// <param name="parameter">What the work is counted for.</param>
    /// <param name="path">The names, from the outermost.</param>
    public ImmutableArray<Scalar> At(string parameter, ImmutableArray<string> path)
    {
        if (_extension.Value is not { } extension) return [];
        List<JsonElement> found = [.. Spread(extension)];
        foreach (var name in path)
        {
            budget.Charge(parameter, found.Sum(CountMembers));
            found = [.. found.SelectMany(element => Member(element, name))];
        }

        return [.. found.Select(element => Scalar.From(element) ?? Scalar.Structure)];
    }

    private static JsonElement? Parse(string? text)
    {
        if (text is null) return null;
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private static long CountMembers(JsonElement element) =>
        1L + (element.ValueKind == JsonValueKind.Object ? element.GetPropertyCount() : 0);

    private static IEnumerable<JsonElement> Member(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object) return [];
        if (element.TryGetProperty(name, out var exact)) return Spread(exact);
        return element.EnumerateObject()
            .Where(property => string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
            .SelectMany(property => Spread(property.Value));
    }

    private static IEnumerable<JsonElement> Spread(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Spread),
        _ => [element],
    };
}
