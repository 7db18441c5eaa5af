using Payments.Launcher.Settings;
using Payments.Launcher.State;

namespace Payments.Launcher.Reconciling;

/// <summary>The arguments of <c>./run reconcile</c>.</summary>
internal sealed record ReconcileArguments
{
    public const string Usage =
        """
        Usage: ./run reconcile [--organization NAME] [--from TIME] [--to TIME] [--json] [--address URL]
          --organization  whose (default: all organizations of the local settings)
          --from, --to    a period of 31 days at most, in UTC, such as 2026-11-27T00:00:00Z (default: yesterday)
          --json          print the service's answers
          --address URL   the service (default: the one on 127.0.0.1 at PORT)
          Ops__Token      environment variable: the operator's token (default: that of the local settings)
        Exits with 0 if there is no difference, with 1 if there are some, with 2 if it could not be found out, or a
        processor shows no statement.
        """;

    private const string TokenSetting = "Ops__Token";

    public required IReadOnlyList<string> Organizations { get; init; }

    public required Uri Address { get; init; }

    public required string Token { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public bool IsJson { get; init; }

    public static ReconcileArguments Parse(string[] args)
    {
        var given = new Dictionary<string, string>();
        var isJson = false;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--json":
                    isJson = true;
                    break;
                case "--organization" or "--from" or "--to" or "--address" or "--root" when i + 1 < args.Length:
                    given[args[i]] = args[++i];
                    break;
                default:
                    throw new LaunchRejectedException($"'{args[i]}' is unknown or incomplete.\n{Usage}");
            }
        }

        var settings = LocalSettings.Read(
            given.GetValueOrDefault("--root", Environment.CurrentDirectory), onlySample: false);
        if (!given.TryGetValue("--address", out var url)) url = $"http://127.0.0.1:{LaunchArguments.ReadPort()}";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
            throw new LaunchRejectedException($"The address of the service is not valid.\n{Usage}");
        return new ReconcileArguments
        {
            Organizations = given.TryGetValue("--organization", out var only)
                ? [only]
                : [.. LocalSettings.ListOrganizations(settings).Select(organization => organization.Id)],
            Address = address,
            Token = Environment.GetEnvironmentVariable(TokenSetting) is { Length: > 0 } token
                ? token
                : settings.GetValueOrDefault(TokenSetting, ""),
            From = given.GetValueOrDefault("--from"),
            To = given.GetValueOrDefault("--to"),
            IsJson = isJson,
        };
    }
}
