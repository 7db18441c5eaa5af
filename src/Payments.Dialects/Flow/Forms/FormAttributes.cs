using System.Collections.Immutable;
using System.Text.Json;

namespace Payments.Dialects.Flow.Forms;

/// <summary>The limits of a caller's own pairs: they are stored with each version of their resource.</summary>
internal static class FormAttributes
{
    private const int MostPairs = 50;
    private const int LongestName = 100;
    private const int LongestValue = 1_000;

    /// <summary>Characters of all names and values together.</summary>
    private const int MostCharacters = 8_000;

    /// <summary>The pairs, or what is wrong with them, to be read after the field's name.</summary>
    public static (ImmutableDictionary<string, string> Attributes, string? Problem) Read(JsonElement element)
    {
        var attributes = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (element.ValueKind != JsonValueKind.Object) return (attributes.ToImmutable(), "must be an object of strings");
        var characters = 0;
        foreach (var pair in element.EnumerateObject())
        {
            if (pair.Value.ValueKind != JsonValueKind.String)
                return (attributes.ToImmutable(), "must have strings as values, and nothing else");
            var value = pair.Value.GetString()!;
            characters += pair.Name.Length + value.Length;
            if (pair.Name.Length is 0 or > LongestName || value.Length > LongestValue)
            {
                return (
                    attributes.ToImmutable(),
                    $"must have names of 1 to {LongestName} characters, and values of at most {LongestValue}");
            }

            attributes[pair.Name] = value;
        }

        return attributes.Count > MostPairs || characters > MostCharacters
            ? (attributes.ToImmutable(), $"must be at most {MostPairs} pairs of {MostCharacters} characters in all")
            : (attributes.ToImmutable(), null);
    }
}
