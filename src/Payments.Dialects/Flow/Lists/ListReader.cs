using System.Collections.Immutable;
using System.Globalization;
using Payments.Handlers;

namespace Payments.Dialects.Flow.Lists;

/// <summary>
/// Reads the parameters of a list (flow-payments.md), and gathers what is wrong with them: each message names its
/// parameter.
/// </summary>
internal sealed class ListReader(FlowQuery query)
{
    private const int DefaultLimit = 25;

    /// <summary>Flow's own ceiling.</summary>
    private const int LargestLimit = 100;

    private readonly List<string> _problems = [];

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>How many are shown at the most.</summary>
    public int Limit() => (int)Number("limit", DefaultLimit, 1, LargestLimit);

    /// <summary>How many are passed over.</summary>
    public long Offset() => Number("offset", 0, 0, long.MaxValue);

    /// <summary>A parameter that is given once at the most; null where it is not given.</summary>
    public string? Text(string name)
    {
        var given = query.All(name);
        if (given.Count > 1) _problems.Add($"{name} may be given once.");
        return given.Count == 0 ? null : given[0];
    }

    /// <summary>A parameter that is a list of names.</summary>
    public ImmutableArray<string> Names(string name)
    {
        var given = query.All(name);
        if (given.Count > Narrowing.MaximumNames)
            _problems.Add($"{name} may be given {Narrowing.MaximumNames} times at the most.");
        return [.. given];
    }

    /// <summary>The same; null where it is not given.</summary>
    public ImmutableArray<string>? NamesIfAny(string name) => Names(name) is { IsEmpty: false } names ? names : null;

    /// <summary>All of it; null where there are problems.</summary>
    public ListRequest<T>? Request<T>(Narrowing narrowing, SortFields<T> fields)
    {
        var request = new ListRequest<T>(narrowing, Order(fields, !narrowing.IsNone), Offset(), Limit());
        return _problems.Count == 0 ? request : null;
    }

    /// <summary>The order; where it can't be, the default one, and a problem that says why.</summary>
    public ListOrder<T> Order<T>(SortFields<T> fields, bool isNarrowed)
    {
        var order = fields.Read(Text("sort") ?? fields.Default, out var problem);
        if (order is { Timeline: null } && !isNarrowed)
        {
            problem = $"sort of the whole list can be {fields.Stored} or -{fields.Stored}; for another, "
                + "narrow the list by one of its other parameters.";
        }

        if (problem is not null) _problems.Add(problem);
        return order ?? fields.Read(fields.Default, out _)!;
    }

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
