using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Payments.Handlers.Ports;
using Payments.Handlers.Reading;

namespace Payments.Dialects.Flow.Lists;

/// <summary>
/// What a list can be sorted by: names separated by commas, each with a minus sign before it for the greatest first.
/// </summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="stored">The name of the moment that the whole list is kept in the order of.</param>
/// <param name="standard">How it is sorted when nothing is said.</param>
/// <param name="fields">By name, what is compared.</param>
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

    /// <summary>The order that a text asks for; false with the problem where there is none.</summary>
    public bool TryRead(
        string text, [NotNullWhen(true)] out ListOrder<T>? order, [NotNullWhen(false)] out string? problem)
    {
        order = null;
        var terms = text.Split(',').Select(term => term.Trim()).ToList();
        var names = terms.ConvertAll(term => term.StartsWith('-') ? term[1..] : term);
        problem = names.Find(name => !_fields.ContainsKey(name)) is { } unknown
            ? $"sort can be by {string.Join(", ", _fields.Keys.Order(StringComparer.Ordinal))}; not by '{unknown}'."
            : names.Distinct().Count() < names.Count
                ? "sort may name a field once."
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
