using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Payments.Dialects.Wire.Reading;
using Payments.Handlers.Reading;

namespace Payments.Dialects.Flow.Lists;

/// <summary>
/// Reads the parameters of a list (flow-payments.md), and gathers what is wrong with them: each message names its
/// parameter.
/// </summary>
internal sealed partial class ListReader(FlowQuery query)
{
    private const int DefaultLimit = 25;

    /// <summary>Flow's own ceiling.</summary>
    private const int MaxLimit = 100;

    private readonly List<string> _problems = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>What is wrong with what was read, and what was never asked for.</summary>
    public IReadOnlyList<string> Problems =>
    [
        .. _problems,
        .. query.Names
            .Where(name => !_known.Contains(name))
            .Select(name => $"{name} is no parameter of this list; it takes {string.Join(", ", _known.Order())}."),
    ];

    /// <summary>How many are shown at the most.</summary>
    public int Limit() => (int)Number("limit", DefaultLimit, 1, MaxLimit);

    /// <summary>How many are passed over.</summary>
    public long Offset() => Number("offset", 0, 0, long.MaxValue);

    /// <summary>A parameter that is given once at the most; null where it is not given.</summary>
    public string? Text(string name)
    {
        var given = All(name);
        if (given.Count > 1) _problems.Add($"{name} may be given once.");
        return given.Count == 0 ? null : given[0];
    }

    /// <summary>A parameter that is a list of names.</summary>
    public ImmutableArray<string> Names(string name)
    {
        var given = All(name);
        if (given.Count > ListFilter.MaxNames)
            _problems.Add($"{name} may be given {ListFilter.MaxNames} times at the most.");
        return [.. given];
    }

    /// <summary>The same; null where it is not given.</summary>
    public ImmutableArray<string>? NamesIfAny(string name) => Names(name) is { IsEmpty: false } names ? names : null;

    /// <summary>A number, exactly as it was written; null where it is not given.</summary>
    public decimal? Amount(string name)
    {
        if (Text(name) is not { } text) return null;
        if (ExactNumber.TryRead(text, out var number)) return number;
        _problems.Add($"{name} must be a number.");
        return null;
    }

    /// <summary>A time; null where it is not given. An unescaped plus sign has come as a space.</summary>
    public DateTimeOffset? Moment(string name)
    {
        if (Text(name) is not { } text) return null;
        if (Iso8601().IsMatch(text) && DateTimeOffset.TryParse(
            text.Replace(' ', '+'),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var moment))
            return moment;
        _problems.Add($"{name} must be a time of ISO 8601, such as 2026-03-05T08:09:10Z.");
        return null;
    }

    /// <summary>One of some words, or several; null where it is not given.</summary>
    public ImmutableArray<T>? Words<T>(string name, IReadOnlyDictionary<string, T> words)
    {
        if (NamesIfAny(name) is not { } given) return null;
        if (given.Where(word => !words.ContainsKey(word)).ToList() is [var unknown, ..])
            _problems.Add($"{name} can be {string.Join(", ", words.Keys)}; not '{unknown}'.");
        return [.. given.Where(words.ContainsKey).Select(word => words[word])];
    }

    /// <summary>All of it; null where there are problems.</summary>
    public ListRequest<T>? Request<T>(ListFilter narrowing, SortFields<T> fields, RecordFilter<T>? filter = null)
    {
        var request = new ListRequest<T>(narrowing, Order(fields, !narrowing.IsEmpty), Offset(), Limit(), filter);
        return Problems.Count == 0 ? request : null;
    }

    /// <summary>The order; where it can't be, the default one, and a problem that says why.</summary>
    public ListOrder<T> Order<T>(SortFields<T> fields, bool isNarrowed)
    {
        if (!fields.TryRead(Text("sort") ?? fields.Default, out var order, out var problem))
        {
            _problems.Add(problem);
        }
        else if (order.Timeline is null && !isNarrowed)
        {
            _problems.Add($"sort of the whole list can be {fields.Stored} or -{fields.Stored}; for another, "
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

        _problems.Add(most == long.MaxValue
            ? $"{name} must be a whole number, {least} or more."
            : $"{name} must be a whole number from {least} to {most}.");
        return otherwise;
    }
}
