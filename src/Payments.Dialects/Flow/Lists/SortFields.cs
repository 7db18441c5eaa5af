using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Payments.Dialects.Wire.Reading;
using Payments.Handlers.Ports;
using Payments.Handlers.Reading;

namespace Payments.Dialects.Flow.Lists;

/// <summary>
/// The fields that a list can be sorted by: names separated by commas, each prefixed with <c>-</c> for descending.
/// </summary>
/// <typeparam name="T">The type of the list's items.</typeparam>
/// <param name="stored">The time field in whose order the whole list is stored.</param>
/// <param name="standard">The default sort order.</param>
/// <param name="fields">The value to compare, by field name.</param>
internal sealed class SortFields<T>(
    string stored, string standard, params IEnumerable<(string Name, Func<T, IComparable> Value)> fields)
{
    private readonly FrozenDictionary<string, Func<T, IComparable>> _fields =
        fields.ToFrozenDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);

    public string Stored => stored;

    public string Default => standard;

    /// <summary>The order that <see cref="Default"/> names.</summary>
    public ListOrder<T> DefaultOrder => TryRead(standard, out var order, out var problem)
        ? order
        : throw new InvalidOperationException(problem);

    /// <summary>Reads a sort order; false with the problem if it is not valid.</summary>
    public bool TryRead(
        string text, [NotNullWhen(true)] out ListOrder<T>? order, [NotNullWhen(false)] out string? problem)
    {
        order = null;
        var terms = text.Split(',').Select(term => term.Trim()).ToList();
        var names = terms.ConvertAll(term => term.StartsWith('-') ? term[1..] : term);
        problem = names.Find(name => !_fields.ContainsKey(name)) is { } unknown
            ? $"sort must name any of {string.Join(", ", _fields.Keys.Order(StringComparer.Ordinal))}; "
                + $"not '{Echo.Of(unknown)}'."
            : names.Distinct().Count() < names.Count
                ? "sort may name each field only once."
                : null;
        if (problem is not null) return false;

        var comparer = Comparer<T>.Create((first, second) => terms.Zip(names, (term, name) =>
        {
            var (x, y) = (_fields[name](first), _fields[name](second));
            var compared = x is string text ? string.CompareOrdinal(text, (string)y) : x.CompareTo(y);
            return term.StartsWith('-') ? -Math.Sign(compared) : compared;
        }).FirstOrDefault(compared => compared != 0));
        order = new ListOrder<T>(comparer, ToTimelineOrder(terms));
        return true;
    }

    private TimelineOrder? ToTimelineOrder(List<string> terms) => terms switch
    {
        [var only] when only == stored => TimelineOrder.OldestFirst,
        [var only] when only == $"-{stored}" => TimelineOrder.NewestFirst,
        _ => null,
    };
}
