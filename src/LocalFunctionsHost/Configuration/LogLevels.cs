using Microsoft.Extensions.Logging;

namespace LocalFunctionsHost.Configuration;

/// <summary>
/// The logging.logLevel section of host.json: a category has the level of its longest prefix listed there, else
/// "default", else the Functions host's default (ScriptLoggingBuilderExtensions.AddDefaultWebJobsFilters: Information,
/// own categories only).
/// </summary>
internal sealed class LogLevels
{
    private const string Default = "default";

    /// <summary>Libraries that this host uses; their Information messages do not help the author of an app.</summary>
    private static readonly string[] LibraryPrefixes = ["Microsoft.", "System.", "Yarp.", "Grpc.", "Azure."];

    private readonly KeyValuePair<string, LogLevel>[] _byLength;
    private readonly LogLevel _default = LogLevel.Information;

    public LogLevels(IEnumerable<KeyValuePair<string, LogLevel>> levels)
    {
        var all = levels.ToList();
        foreach (var (name, level) in all)
            if (name.Equals(Default, StringComparison.OrdinalIgnoreCase)) _default = level;
        _byLength = [.. all.OrderByDescending(pair => pair.Key.Length)];
    }

    public LogLevel FindLevel(string category)
    {
        foreach (var (prefix, level) in _byLength)
            if (category.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return level;
        var isLibrary = LibraryPrefixes.Any(prefix => category.StartsWith(prefix, StringComparison.Ordinal));
        return isLibrary && _default < LogLevel.Warning ? LogLevel.Warning : _default;
    }
}
