using System.ComponentModel;
using Payments.Launcher.Settings;
using Spectre.Console.Cli;

namespace Payments.CommandLine.Service;

/// <summary>
/// The options of all commands: which service is meant. Tokens are no options, because every user of a machine can see
/// the arguments of its processes.
/// </summary>
internal class ServiceSettings : CommandSettings
{
    private const string DefaultPort = "7071";

    [CommandOption("--address <URL>")]
    [Description("The service (default: the ./run of this machine, at PORT).")]
    public string? Address { get; init; }

    [CommandOption("--json")]
    [Description("Prints the service's answer, for other programs.")]
    public bool Json { get; init; }

    [CommandOption("--root <DIR>", IsHidden = true)]
    public string? Root { get; init; }

    /// <summary>The address of the service.</summary>
    public Uri ReadAddress()
    {
        var port = Environment.GetEnvironmentVariable("PORT") is { Length: > 0 } given ? given : DefaultPort;
        return Uri.TryCreate(Address ?? $"http://127.0.0.1:{port}", UriKind.Absolute, out var address)
            ? address
            : throw new ServiceRejectedException($"{Address ?? port} is no address of a service.");
    }

    /// <summary>
    /// A token: from the environment or, for a service on this machine, from its settings, whose samples everybody can
    /// read.
    /// </summary>
    /// <param name="variable">The environment variable.</param>
    /// <param name="find">Finds it among the settings, which are named like environment variables.</param>
    protected string ReadToken(string variable, Func<IReadOnlyDictionary<string, string>, string?> find)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given) return given;
        var isLocal = ReadAddress().IsLoopback;
        return (isLocal ? find(LocalSettings.Read(Root ?? Environment.CurrentDirectory, onlySample: false)) : null)
            ?? throw new ServiceRejectedException(
                $"Set {variable} to a token of the service" + (isLocal ? "; its settings have none." : "."));
    }
}

/// <summary>The options of commands for one organization.</summary>
internal class OrganizationSettings : ServiceSettings
{
    /// <summary>The environment variable of the organization's Flow token.</summary>
    private const string TokenVariable = "PAYMENTS_TOKEN";

    [CommandOption("--organization <NAME>")]
    [Description("The organization (default: demo). Its Flow token is in PAYMENTS_TOKEN, or in the local settings.")]
    public string Organization { get; init; } = "demo";

    /// <summary>The organization's Flow token.</summary>
    public string ReadToken() => ReadToken(TokenVariable, FindToken);

    private string? FindToken(IReadOnlyDictionary<string, string> settings) =>
        LocalSettings.ListOrganizations(settings)
            .Where(known => known.Id == Organization)
            .Select(known => settings.GetValueOrDefault($"{known.Prefix}FlowTokens__0"))
            .FirstOrDefault();
}

/// <summary>The options of commands for the service's operator.</summary>
internal class OperatorSettings : ServiceSettings
{
    /// <summary>The setting, and the environment variable, of the operator's token.</summary>
    private const string TokenVariable = "Ops__Token";

    /// <summary>The operator's token.</summary>
    public string ReadToken() => ReadToken(TokenVariable, settings => settings.GetValueOrDefault(TokenVariable));
}
