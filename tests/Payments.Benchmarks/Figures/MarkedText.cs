using Payments.Testing;

namespace Payments.Benchmarks.Figures;

/// <summary>Documents written by hand, with figures between two marks, which a program replaces.</summary>
internal static class MarkedText
{
    /// <summary>What is between the marks of a name.</summary>
    public static string Read(string document, string name)
    {
        var text = File.ReadAllText(FullPath(document));
        var (start, end) = Find(document, text, name);
        return text[start..end];
    }

    /// <summary>Replaces what is between the marks of a name.</summary>
    public static void Write(string document, string name, string figures)
    {
        var text = File.ReadAllText(FullPath(document));
        var (start, end) = Find(document, text, name);
        File.WriteAllText(FullPath(document), text[..start] + figures + text[end..]);
    }

    private static string FullPath(string document) => Path.Combine(RepositoryRoot.Path, "docs", document);

    private static (int Start, int End) Find(string document, string text, string name)
    {
        var mark = $"<!-- figures: {name} -->\n";
        var start = text.IndexOf(mark, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf("<!-- /figures -->", start, StringComparison.Ordinal);
        return end < 0
            ? throw new InvalidOperationException($"docs/{document} has no place for the figures of {name}.")
            : (start + mark.Length, end);
    }
}
