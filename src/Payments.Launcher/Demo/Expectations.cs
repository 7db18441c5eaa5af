using System.Text.Json.Nodes;

namespace Payments.Launcher.Demo;

/// <summary>Compares what the service said with what it must say, and remembers each difference.</summary>
internal sealed class Expectations(TextWriter output)
{
    /// <summary>How many figures were as they must be.</summary>
    public int Met { get; private set; }

    /// <summary>How many were not.</summary>
    public int Missed { get; private set; }

    /// <summary>A value must be another.</summary>
    public void Equal<T>(string what, T expected, T actual)
    {
        if (EqualityComparer<T>.Default.Equals(expected, actual))
        {
            Met++;
            return;
        }

        Missed++;
        output.WriteLine($"  ✗ {what}: expected {expected}, got {actual}");
    }

    /// <summary>A field of an answer must have a value.</summary>
    public void Equal<T>(string what, T expected, JsonNode? actual) =>
        Equal(what, expected, actual is null ? default : actual.GetValue<T>());
}
