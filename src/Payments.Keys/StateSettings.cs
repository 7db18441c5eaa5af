using System.ComponentModel;
using Spectre.Console.Cli;

namespace Payments.Keys;

/// <summary>The options of all commands: where the local service is.</summary>
internal class StateSettings : CommandSettings
{
    [CommandOption("--state <DIR>")]
    [Description("The directory of a ./run with --state (default: .local).")]
    public string? State { get; init; }

    [CommandOption("--root <DIR>", IsHidden = true)]
    public string? Root { get; init; }
}
