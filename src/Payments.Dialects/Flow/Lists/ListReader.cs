using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Payments.Dialects.Wire.Reading;
using Payments.Handlers.Reading;

namespace Payments.Dialects.Flow.Lists;

/// <summary>
/// Reads the parameters of a list (flow-payments.md) and collects their errors: each message names its parameter.
/// </summary>
internal sealed partial class ListReader(FlowQuery query)
{
    private const int DefaultLimit = 25;

    /// <summary>Flow's own maximum.</summary>
    public const int MaxLimit = 100;

    /// <summary>
    /// The most items skipped: each of them is read, a hundred in a round trip. Items beyond are
    /// reached by filters, or from the other end of the list.
    /// </summary>
    public const int MaxOffset = 10_000;

    private readonly List<string> _problems = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>The errors of the parameters read, and of those that this list does not have.</summary>
    public IReadOnlyList<string> Problems =>
    [
        .. Echo.Limit(
            [
                .. _problems,
                .. query.Names
                    .Where(name => !_known.Contains(name))
                    .Select(name => $"{Echo.Of(name)} is not a parameter of this list; "
                        + $"it takes {string.Join(", ", _known.Order())}."),
            ],
            Echo.MoreErrors),
    ];

    /// <summary>The maximum number of items returned.</summary>
    public int Limit() => (int)Number("limit", DefaultLimit, 1, MaxLimit);

    /// <summary>The number of items skipped.</summary>
    public long Offset() => Number("offset", 0, 0, MaxOffset);

    /// <summary>A parameter that may be given only once; null if it is not given.</summary>
    public string? Text(string name)
    {
        var given = All(name);
        if (given.Count > 1) _problems.Add($"{name} may be given only once.");
        return given.Count == 0 ? null : given[0];
    }

    /// <summary>A parameter that is a list of names.</summary>
    public ImmutableArray<string> Names(string name)
    {
        var given = All(name);
        if (given.Count > ListFilter.MaxNames)
            _problems.Add($"{name} may be given at most {ListFilter.MaxNames} times.");
        return [.. given];
    }

    /// <summary>The same; null if it is not given.</summary>
    public ImmutableArray<string>? NamesIfAny(string name) => Names(name) is { IsEmpty: false } names ? names : null;

    /// <summary>A number, exactly as written; null if it is not given.</summary>
    public decimal? Amount(string name)
    {
        if (Text(name) is not { } text) return null;
        if (ExactNumber.TryRead(text, out var number)) return number;
        _problems.Add($"{name} must be a number.");
        return null;
    }

    /// <summary>A time; null if it is not given. An unescaped plus sign arrives as a space.</summary>
    public DateTimeOffset? Moment(string name)
    {
        if (Text(name) is not { } text) return null;
        if (Iso8601().IsMatch(text) && DateTimeOffset.TryParse(
            text.Replace(' ', '+'),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var moment))
            return moment;
        _problems.Add($"{name} must be an ISO 8601 time, such as 2026-03-05T08:09:10Z.");
        return null;
    }

    /// <summary>One or several of the allowed words; null if the parameter is not given.</summary>
    public ImmutableArray<T>? Words<T>(string name, IReadOnlyDictionary<string, T> words)
    {
        if (NamesIfAny(name) is not { } given) return null;
        if (given.Where(word => !words.ContainsKey(word)).ToList() is [var unknown, ..])
            _problems.Add($"{name} must be one of {string.Join(", ", words.Keys)}; not '{Echo.Of(unknown)}'.");
        return [.. given.Where(words.ContainsKey).Select(word => words[word])];
    }

    /// <summary>The whole request; null if there are problems.</summary>
    public ListRequest<T>? Request<T>(ListFilter filter, SortFields<T> fields, RecordFilter<T>? recordFilter = null)
    {
        var request = new ListRequest<T>(filter, Order(fields, !filter.IsEmpty), Offset(), Limit(), recordFilter);
        return Problems.Count == 0 ? request : null;
    }

    /// <summary>The sort order; if the requested one is not possible, the default, and a problem is added.</summary>
    public ListOrder<T> Order<T>(SortFields<T> fields, bool isFiltered)
    {
        if (!fields.TryRead(Text("sort") ?? fields.Default, out var order, out var problem))
        {
            _problems.Add(problem);
        }
        else if (order.Timeline is null && !isFiltered)
        {
            _problems.Add($"sort must be {fields.Stored} or -{fields.Stored} for the whole list; for another order, "
                + "narrow the list by one of its other parameters.");
        }

        return order ?? fields.DefaultOrder;
    }

    private IReadOnlyList<string> All(string name)
    {
        _known.Add(name);
        return query.All(name);
    }

    [GeneratedRegex(
        @"\A[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?"
        + @"([Zz]|[-+ ][0-9]{2}:?[0-9]{2})?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Iso8601();

    private long Number(string name, long otherwise, long least, long most)
    {
        if (Text(name) is not { } text) return otherwise;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most)
        {
            return number;
        }

        _problems.Add($"{name} must be a whole number from {least} to {most}.");
        return otherwise;
    }
}
