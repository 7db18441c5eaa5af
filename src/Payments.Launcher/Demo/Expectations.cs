using System.Text.Json.Nodes;

namespace Payments.Launcher.Demo;

/// <summary>Compares the service's values with the expected ones, and counts and prints the differences.</summary>
internal sealed class Expectations(TextWriter output)
{
    /// <summary>How many values were as expected.</summary>
    public int Met { get; private set; }

    /// <summary>How many values were not as expected.</summary>
    public int Missed { get; private set; }

    /// <summary>Checks a value.</summary>
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

    /// <summary>Checks a field of a response.</summary>
    public void Equal<T>(string what, T expected, JsonNode? actual) =>
        Equal(what, expected, actual is null ? default : actual.GetValue<T>());
}
