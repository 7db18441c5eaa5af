using System.Collections.Immutable;
using System.Text.Json;
using Payments.Dialects.OrderCloud.Models;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>A payment of a list, with its <c>xp</c> parsed once for all filters.</summary>
internal sealed class ListedPayment
{
    private readonly JsonElement? _extension;

    public ListedPayment(PaymentBody body)
    {
        Body = body;
        if (body.Extension is not { } text) return;
        using var document = JsonDocument.Parse(text);
        _extension = document.RootElement.Clone();
    }

    public PaymentBody Body { get; }

    /// <summary>
    /// The values at a path of its <c>xp</c>: each element of an array, and for an object only that it exists
    /// (<see cref="Scalar.Structure"/>). Empty if there is nothing, or null.
    /// </summary>
    public ImmutableArray<Scalar> At(ImmutableArray<string> path) => _extension is { } extension
        ? [.. path.Aggregate(Spread(extension), (found, name) => found.SelectMany(element => Member(element, name)))
            .Select(element => Scalar.From(element) ?? Scalar.Structure)]
        : [];

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
