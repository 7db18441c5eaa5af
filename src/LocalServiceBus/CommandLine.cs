using System.Globalization;

namespace LocalServiceBus;

internal sealed record CommandLine(string ConfigurationPath, string? StorePath, int Port)
{
    public const string Usage = "Usage: LocalServiceBus --config FILE [--store FILE] [--port N]";

    /// <summary>Throws a <see cref="FormatException"/> for unknown or incomplete arguments.</summary>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var values = new Dictionary<string, string>();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var name = arguments[i];
            if (name is not ("--config" or "--store" or "--port") || i + 1 == arguments.Count)
                throw new FormatException($"'{name}' is unknown or has no value. {Usage}");

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
            : throw new FormatException($"'{text}' is not a port number. {Usage}");
    }
}
