using System.Globalization;
using Spectre.Console;

namespace Payments.Launcher.Traces;

/// <summary>A trace as a tree of its spans, in the order in which they began.</summary>
internal static class TraceTree
{
    private const int ShownIdLength = 8;

    /// <summary>The tree of a trace's spans. Spans whose parent is not among them are at its top.</summary>
    public static Tree Create(string trace, IReadOnlyCollection<FinishedSpan> spans)
    {
        var known = spans.Select(span => span.Id).ToHashSet();
        var children = spans.OrderBy(span => span.Started).ToLookup(
            span => known.Contains(span.Parent) ? span.Parent : "");
        var first = spans.Min(span => span.Started);
        var tree = new Tree(new Text($"trace {trace[..ShownIdLength]}"));
        AddChildren(tree, "");
        return tree;

        void AddChildren(IHasTreeNodes node, string parent)
        {
            foreach (var span in children[parent]) AddChildren(node.AddNode(Describe(span, first)), span.Id);
        }
    }

    /// <summary>When it began within the trace, what it was, how long it took, and what went wrong.</summary>
    private static Text Describe(FinishedSpan span, DateTimeOffset first)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"+{(span.Started - first).TotalMilliseconds:0} ms  {span.Name}  {span.Details}  "
            + $"{span.Duration.TotalMilliseconds:0.0} ms");
        return span.Failure is { } failure
            ? new Text($"{text}  failed: {failure}", new Style(Color.Red))
            : new Text(text);
    }
}
