using System.Globalization;

namespace Payments.LocalHost.Service;

/// <summary>What <c>./run</c> was asked: where the repository and the state are, and which port.</summary>
internal sealed record ServiceArguments(
    string Root, string State, bool Clean, int Port, bool OnlySampleSettings = false)
{
    private const int DefaultPort = 7071;

    public const string Usage =
        """
        Usage: ./run [demo] [--clean] [--state DIR] [--root DIR]
          demo         play a storefront's story on a clean state and a free port, print the ledger, and stop
          --clean      empty the state first
          --state DIR  where tables and queues are kept (default: .local)
          --root DIR   the directory of host.json (default: found upwards from here)
          PORT         environment variable: the port of http://127.0.0.1 (default: 7071)
        """;

    public static ServiceArguments Parse(string[] args)
    {
        var clean = false;
        string? state = null;
        string? root = null;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--clean":
                    clean = true;
                    break;
                case "--state" when i + 1 < args.Length:
                    state = args[++i];
                    break;
                case "--root" when i + 1 < args.Length:
                    root = args[++i];
                    break;
                default:
                    throw new ServiceRefusedException($"'{args[i]}' is not understood.\n{Usage}");
            }
        }
        root = Path.GetFullPath(root ?? FindRoot());
        return new ServiceArguments(root, state ?? Path.Combine(root, ".local"), clean, ReadPort());
    }

    private static string FindRoot()
    {
        var here = new DirectoryInfo(Environment.CurrentDirectory);
        while (here is not null && !File.Exists(Path.Combine(here.FullName, "host.json")))
            here = here.Parent;
        return here?.FullName
            ?? throw new ServiceRefusedException("There is no host.json here or above; give --root.");
    }

    private static int ReadPort()
    {
        var text = Environment.GetEnvironmentVariable("PORT");
        if (string.IsNullOrEmpty(text))
            return DefaultPort;
        return ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? port
            : throw new ServiceRefusedException($"PORT is '{text}', which is no port.");
    }
}
