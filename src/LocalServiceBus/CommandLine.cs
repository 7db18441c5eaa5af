using System.Globalization;

namespace LocalServiceBus;

/// <summary>The program's arguments.</summary>
internal sealed record CommandLine(string ConfigurationPath, string? StorePath, int Port)
{
    public const string Usage = "Usage: LocalServiceBus --config FILE [--store FILE] [--port N]";

    /// <summary>Refuses with a <see cref="FormatException"/> what it does not know.</summary>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var values = new Dictionary<string, string>();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var name = arguments[i];
            if (name is not ("--config" or "--store" or "--port") || i + 1 == arguments.Count)
                throw new FormatException($"'{name}' is not known, or lacks its value. {Usage}");

            values[name] = arguments[i + 1];
        }

        return new CommandLine(
            values.TryGetValue("--config", out var config) ? config : throw new FormatException(Usage),
            values.GetValueOrDefault("--store"),
            PortOf(values.GetValueOrDefault("--port")));
    }

    private static int PortOf(string? text)
    {
        if (text is null)
            return 0;

        return ushort.TryParse(text, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw new FormatException($"'{text}' is no port. {Usage}");
    }
}
