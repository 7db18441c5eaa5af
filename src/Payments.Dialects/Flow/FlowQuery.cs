using System.Collections.Specialized;
using System.Web;
using Payments.Dialects.Wire;

namespace Payments.Dialects.Flow;

/// <summary>The query parameters of a request. A list is a repeated parameter.</summary>
internal sealed class FlowQuery
{
    private readonly NameValueCollection _parameters;

    private FlowQuery(Uri url) => _parameters = HttpUtility.ParseQueryString(url.Query);

    public static FlowQuery Parse(WireRequest request) => new(request.Url);

    /// <summary>The names of the parameters, without list brackets.</summary>
    public IEnumerable<string> Names => _parameters.AllKeys
        .SelectMany(name => name is null ? _parameters.GetValues(null)! : [name])
        .Select(name => name.EndsWith("[]", StringComparison.Ordinal) ? name[..^2] : name)
        .Where(name => name.Length > 0)
        .Distinct(StringComparer.Ordinal);

    /// <summary>
    /// All values of a parameter; <c>name[]</c>, as some clients write lists, is read as <c>name</c>.
    /// </summary>
    public IReadOnlyList<string> All(string name) =>
        [.. _parameters.GetValues(name) ?? [], .. _parameters.GetValues($"{name}[]") ?? []];
}
