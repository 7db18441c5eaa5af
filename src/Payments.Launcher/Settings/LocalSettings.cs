using System.Collections;
using System.Globalization;
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
    private const string Tables = "Tables";

    /// <summary>Reads the settings, named like environment variables.</summary>
    public static Dictionary<string, string> Read(string root, bool onlySample) =>
        Read(root, onlySample, ReadEnvironment());

    /// <summary>
    /// Whether the settings or the environment name the storage accounts one by one (<c>Tables__0</c>), or by address:
    /// then no Azurite need be started.
    /// </summary>
    public static bool NamesAccounts(IReadOnlyDictionary<string, string> settings) =>
        settings.Keys.Concat(ReadEnvironment().Keys).Any(IsAccount);

    /// <summary>The organizations among settings: each id, and the prefix of its settings' names.</summary>
    public static IEnumerable<(string Id, string Prefix)> ListOrganizations(
        IReadOnlyDictionary<string, string> settings)
    {
        for (var number = 0; ; number++)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"{Organizations}{number}__");
            if (!settings.TryGetValue($"{prefix}Id", out var id)) yield break;
            yield return (id, prefix);
        }
    }

    /// <summary>
    /// The sample's organizations are there as a whole or not at all: with one of its settings replaced, another
    /// organization would have its credentials, which everyone can read. Storage accounts that the environment names
    /// one by one replace the file's single one.
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
        var replacesAccount = environment.Keys.Any(IsAccount);
        var replacesSample = Path.GetFileName(file) == Sample && environment.Keys.Any(IsOrganization);
        foreach (var value in values.EnumerateObject())
        {
            var name = value.Name.Replace(":", "__", StringComparison.Ordinal);
            if (replacesSample && IsOrganization(name)) continue;
            if (replacesAccount && name == Tables) continue;
            settings[name] = environment.GetValueOrDefault(name) is { Length: > 0 } given
                ? given
                : value.Value.ToString();
        }

        return settings;
    }

    private static Dictionary<string, string> ReadEnvironment() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "");

    private static bool IsAccount(string name) => name.StartsWith($"{Tables}__", StringComparison.Ordinal);

    private static bool IsOrganization(string name) => name.StartsWith(Organizations, StringComparison.Ordinal);
}
