using System.Globalization;

namespace LocalFunctionsHost;

internal sealed record CommandLine(string AppDirectory, int Port, string? WorkerPidFile, bool WithParent)
{
    public const string Usage =
        "Usage: LocalFunctionsHost --app DIR [--port N] [--worker-pid-file FILE] [--with-parent]";

    /// <summary>Throws a <see cref="FormatException"/> that says which argument is invalid.</summary>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        string? app = null;
        string? pidFile = null;
        var port = 0;
        var withParent = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--app":
                    app = ValueAfter(arguments, ref i);
                    break;
                case "--port":
                    port = PortAfter(arguments, ref i);
                    break;
                case "--worker-pid-file":
                    pidFile = Path.GetFullPath(ValueAfter(arguments, ref i));
                    break;
                case "--with-parent":
                    withParent = true;
                    break;
                default:
                    throw new FormatException($"Unknown argument '{arguments[i]}'.");
            }
        }
        if (app is null) throw new FormatException("--app is missing.");
        return new CommandLine(Path.TrimEndingDirectorySeparator(Path.GetFullPath(app)), port, pidFile, withParent);
    }

    private static string ValueAfter(IReadOnlyList<string> arguments, ref int i) =>
        ++i < arguments.Count ? arguments[i] : throw new FormatException($"{arguments[i - 1]} needs a value.");

    private static int PortAfter(IReadOnlyList<string> arguments, ref int i)
    {
        var text = ValueAfter(arguments, ref i);
        return ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw new FormatException($"'{text}' is not a port number.");
    }
}
