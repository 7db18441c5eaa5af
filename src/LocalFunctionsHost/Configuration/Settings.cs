using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace LocalFunctionsHost.Configuration;

/// <summary>The app's settings; locally these are environment variables.</summary>
internal sealed partial class Settings(IConfiguration configuration)
{
    private const string WebJobsPrefix = "AzureWebJobs";

    public static Settings FromEnvironment() => new(new ConfigurationBuilder().AddEnvironmentVariables().Build());

    public string? Find(string name) => configuration[name];

    /// <summary>Replaces each <c>%Name%</c> in a binding by the setting of that name.</summary>
    public string Resolve(string text) => Reference().Replace(text, match =>
    {
        var name = match.Groups[1].Value;
        return configuration[name] is { Length: > 0 } value
            ? value
            : throw new FunctionRejectedException($"there is no setting '{name}', which '{text}' refers to");
    });

    /// <summary>
    /// Looks it up as the extensions do (IConfigurationExtensions.GetWebJobsConnectionStringSection of the WebJobs
    /// SDK): first with the prefix AzureWebJobs, and as a connection string before a plain setting.
    /// </summary>
    public string? FindConnectionString(string name)
    {
        string[] places =
        [
            $"ConnectionStrings:{WebJobsPrefix}{name}", WebJobsPrefix + name, $"ConnectionStrings:{name}", name,
        ];
        return places.Select(place => configuration[place]).FirstOrDefault(value => !string.IsNullOrEmpty(value));
    }

    /// <summary>The setting AzureWebJobs.NAME.Disabled, or with underscores for dots, which shells require.</summary>
    public bool IsDisabled(string function) =>
        IsTrue(configuration[$"{WebJobsPrefix}.{function}.Disabled"])
        || IsTrue(configuration[$"{WebJobsPrefix}_{function}_Disabled"]);

    private static bool IsTrue(string? value) =>
        value == "1" || string.Equals(value, bool.TrueString, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Reference();
}
