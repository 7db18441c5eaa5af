using System.Collections;
using System.Text.Json;

namespace Payments.Launcher.Settings;

/// <summary>
/// The settings that the Core Tools would read from local.settings.json, or else those of the sample. As with the Core
/// Tools, environment variables take precedence.
/// </summary>
internal static class LocalSettings
{
    private const string Sample = "local.settings.sample.json";
    private const string Organizations = "Organizations__";

    /// <summary>Reads the settings, named like environment variables.</summary>
    public static Dictionary<string, string> Read(string root, bool onlySample) => Read(
        root,
        onlySample,
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? ""));

    /// <summary>
    /// The sample's organizations are there as a whole or not at all: with one of its settings replaced, another
    /// organization would have its credentials, which everyone can read.
    /// </summary>
    internal static Dictionary<string, string> Read(
        string root, bool onlySample, IReadOnlyDictionary<string, string> environment)
    {
        var settings = new Dictionary<string, string>();
        string[] names = onlySample ? [Sample] : ["local.settings.json", Sample];
        if (names.Select(name => Path.Combine(root, name)).FirstOrDefault(File.Exists) is not { } file)
            return settings;
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        if (!json.RootElement.TryGetProperty("Values", out var values))
            return settings;
        var replacesSample = Path.GetFileName(file) == Sample && environment.Keys.Any(IsOrganization);
        foreach (var value in values.EnumerateObject())
        {
            var name = value.Name.Replace(":", "__", StringComparison.Ordinal);
            if (replacesSample && IsOrganization(name)) continue;
            settings[name] = environment.GetValueOrDefault(name) is { Length: > 0 } given
                ? given
                : value.Value.ToString();
        }

        return settings;
    }

    private static bool IsOrganization(string name) => name.StartsWith(Organizations, StringComparison.Ordinal);
}
