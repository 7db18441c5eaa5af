using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Payments.Dialects.Flow.Forms;

/// <summary>Reads a caller's attributes. They are limited, as each version of their resource stores them.</summary>
internal static class FormAttributes
{
    public const int MaxPairs = 50;
    public const int MaxNameLength = 100;
    public const int MaxValueLength = 1_000;

    /// <summary>Total characters of all names and values.</summary>
    public const int MaxCharacters = 8_000;

    /// <summary>The attributes; false with an error that reads on from the field's name.</summary>
    public static bool TryRead(
        JsonElement element,
        out ImmutableDictionary<string, string> attributes,
        [NotNullWhen(false)] out string? problem)
    {
        attributes = ImmutableDictionary<string, string>.Empty;
        problem = FindProblem(element);
        if (problem is not null) return false;
        attributes = element.EnumerateObject().ToImmutableDictionary(
            pair => pair.Name, pair => pair.Value.GetString()!, StringComparer.Ordinal);
        return true;
    }

    private static string? FindProblem(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) return "must be an object of strings";
        var (pairs, characters) = (0, 0);
        foreach (var pair in element.EnumerateObject())
        {
            if (pair.Value.ValueKind != JsonValueKind.String) return "must have only strings as values";
            var value = pair.Value.GetString()!;
            pairs++;
            characters += pair.Name.Length + value.Length;
            if (pair.Name.Length is 0 or > MaxNameLength || value.Length > MaxValueLength)
                return $"must have names of 1 to {MaxNameLength} characters, and values of at most {MaxValueLength}";
        }

        return pairs > MaxPairs || characters > MaxCharacters
            ? $"must have at most {MaxPairs} pairs and {MaxCharacters} characters in total"
            : null;
    }
}
