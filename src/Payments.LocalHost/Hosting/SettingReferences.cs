using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Payments.LocalHost.Hosting;

/// <summary><c>%Name%</c> in a trigger's attribute stands for the setting of that name.</summary>
internal static partial class SettingReferences
{
    public static string Resolve(string text, IConfiguration configuration, string function) =>
        Reference().Replace(text, match =>
        {
            var name = match.Groups[1].Value;
            return configuration[name]
                ?? throw new FunctionRefusedException(function, $"there is no setting '{name}', which %{name}% names");
        });

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Reference();
}
