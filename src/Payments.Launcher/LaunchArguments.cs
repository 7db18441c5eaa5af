using System.Globalization;
using Payments.Launcher.State;

namespace Payments.Launcher;

/// <summary>The arguments of <c>./run</c>.</summary>
internal sealed record LaunchArguments
{
    private const int DefaultPort = 7071;

    /// <summary>The only one that there is a scripted server of for the demo.</summary>
    private const string ScriptedProcessor = "stripe";

    public const string Usage =
        """
        Usage: ./run [demo | servicebus | keys … | reconcile …]
                     [--clean] [--trace] [--state DIR] [--queues FILE] [--func]
          demo            play one order on an empty store and a free port, print its ledger and the events that
                          a webhook receiver got, and stop; with --processor stripe: on a scripted Stripe, with a
                          refund that fails after it succeeded, and its trace
          servicebus      run only the local Service Bus
          keys …          create, list, rotate and revoke credentials: ./run keys --help
          reconcile …     compare what the processors say moved with the ledgers: ./run reconcile --help
          --clean         start with an empty store
          --trace         print each request's trace as a tree: its storage calls, messages and processor calls
          --state DIR     the directory for tables and queues (default: .local)
          --queues FILE   the queues, in the Service Bus emulator's format (default: infra/servicebus.emulator.json)
          --func          run the functions under the Azure Functions Core Tools, which must be installed
          PORT            environment variable: the port on 127.0.0.1 (default: 7071)
        """;

    public required string Root { get; init; }

    public required string State { get; init; }

    public required string Queues { get; init; }

    public required int Port { get; init; }

    public bool Clean { get; init; }

    public bool Trace { get; init; }

    public bool CoreTools { get; init; }

    public bool OnlySampleSettings { get; init; }

    /// <summary>The processor that the demo is played on; null for the sandbox.</summary>
    public string? Processor { get; init; }

    /// <summary>Settings beside those of the file, named like environment variables.</summary>
    public IReadOnlyDictionary<string, string> MoreSettings { get; init; } = new Dictionary<string, string>();

    public static LaunchArguments Parse(string[] args)
    {
        var (clean, trace, coreTools) = (false, false, false);
        string? state = null, root = null, queues = null, processor = null;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--clean":
                    clean = true;
                    break;
                case "--trace":
                    trace = true;
                    break;
                case "--func":
                    coreTools = true;
                    break;
                case "--processor" when i + 1 < args.Length && args[i + 1] == ScriptedProcessor:
                    processor = args[++i];
                    break;
                case "--state" when i + 1 < args.Length:
                    state = args[++i];
                    break;
                case "--root" when i + 1 < args.Length:
                    root = args[++i];
                    break;
                case "--queues" when i + 1 < args.Length:
                    queues = args[++i];
                    break;
                default:
                    throw new LaunchRejectedException($"'{args[i]}' is unknown or incomplete.\n{Usage}");
            }
        }

        root = Path.GetFullPath(root ?? FindRoot());
        return new LaunchArguments
        {
            Root = root,
            State = state ?? Path.Combine(root, ".local"),
            Queues = Path.GetFullPath(queues ?? Path.Combine(root, "infra", "servicebus.emulator.json")),
            Port = ReadPort(),
            Clean = clean,
            Trace = trace,
            CoreTools = coreTools,
            Processor = processor,
        };
    }

    private static string FindRoot()
    {
        var here = new DirectoryInfo(Environment.CurrentDirectory);
        while (here is not null && !File.Exists(Path.Combine(here.FullName, "host.json")))
            here = here.Parent;
        return here?.FullName
            ?? throw new LaunchRejectedException("There is no host.json in this directory or above; use --root.");
    }

    /// <summary>The service's port on this machine.</summary>
    public static int ReadPort()
    {
        var text = Environment.GetEnvironmentVariable("PORT");
        if (string.IsNullOrEmpty(text))
            return DefaultPort;
        return ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? port
            : throw new LaunchRejectedException($"PORT is '{text}', which is not a port number.");
    }
}
