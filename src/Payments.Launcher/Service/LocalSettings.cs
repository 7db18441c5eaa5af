using System.Text.Json;

namespace Payments.LocalHost.Service;

/// <summary>
/// The settings that Core Tools would read from local.settings.json; the sample stands in where there is none.
/// As there, what the environment already says wins.
/// </summary>
internal static class LocalSettings
{
    private const string Sample = "local.settings.sample.json";

    public static void Apply(string root, bool onlySample)
    {
        string[] names = onlySample ? [Sample] : ["local.settings.json", Sample];
        if (names.Select(name => Path.Combine(root, name)).FirstOrDefault(File.Exists) is not { } file)
            return;
        using var settings = JsonDocument.Parse(File.ReadAllBytes(file));
        if (!settings.RootElement.TryGetProperty("Values", out var values))
            return;
        foreach (var value in values.EnumerateObject())
            SetDefault(value.Name, value.Value.ToString());
    }

    public static void SetDefault(string name, string value)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
            Environment.SetEnvironmentVariable(name.Replace(":", "__", StringComparison.Ordinal), value);
    }
}
