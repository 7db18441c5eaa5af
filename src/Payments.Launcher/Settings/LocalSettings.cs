using System.Text.Json;

namespace Payments.Launcher.Settings;

/// <summary>
/// The settings that the Core Tools would read from local.settings.json, or else those of the sample. As with the Core
/// Tools, environment variables take precedence.
/// </summary>
internal static class LocalSettings
{
    private const string Sample = "local.settings.sample.json";

    /// <summary>Reads the settings, named like environment variables.</summary>
    public static Dictionary<string, string> Read(string root, bool onlySample)
    {
        var settings = new Dictionary<string, string>();
        string[] names = onlySample ? [Sample] : ["local.settings.json", Sample];
        if (names.Select(name => Path.Combine(root, name)).FirstOrDefault(File.Exists) is not { } file)
            return settings;
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        if (!json.RootElement.TryGetProperty("Values", out var values))
            return settings;
        foreach (var value in values.EnumerateObject())
        {
            var name = value.Name.Replace(":", "__", StringComparison.Ordinal);
            settings[name] = Environment.GetEnvironmentVariable(name) is { Length: > 0 } given
                ? given
                : value.Value.ToString();
        }
        return settings;
    }
}
