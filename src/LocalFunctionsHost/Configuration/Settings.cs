using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace LocalFunctionsHost.Configuration;

/// <summary>The app's settings, which locally are environment variables.</summary>
internal sealed partial class Settings(IConfiguration configuration)
{
    private const string WebJobsPrefix = "AzureWebJobs";

    public static Settings OfThisProcess() => new(new ConfigurationBuilder().AddEnvironmentVariables().Build());

    public string? Find(string name) => configuration[name];

    /// <summary><c>%Name%</c> in a binding stands for the setting of that name.</summary>
    public string Resolve(string text) => Reference().Replace(text, match =>
    {
        var name = match.Groups[1].Value;
        return configuration[name] is { Length: > 0 } value
            ? value
            : throw new FunctionRefusedException($"there is no setting '{name}', which '{text}' names");
    });

    /// <summary>
    /// As the extensions look it up (IConfigurationExtensions.GetWebJobsConnectionStringSection of the WebJobs SDK):
    /// with AzureWebJobs before its name first, as a connection string before a setting.
    /// </summary>
    public string? FindConnectionString(string name)
    {
        string[] places =
        [
            $"ConnectionStrings:{WebJobsPrefix}{name}", WebJobsPrefix + name, $"ConnectionStrings:{name}", name,
        ];
        return places.Select(place => configuration[place]).FirstOrDefault(value => !string.IsNullOrEmpty(value));
    }

    /// <summary>The setting AzureWebJobs.NAME.Disabled; its dots may be underscores, which shells want.</summary>
    public bool IsDisabled(string function) =>
        IsTrue(configuration[$"{WebJobsPrefix}.{function}.Disabled"])
        || IsTrue(configuration[$"{WebJobsPrefix}_{function}_Disabled"]);

    private static bool IsTrue(string? value) =>
        value == "1" || string.Equals(value, bool.TrueString, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Reference();
}
