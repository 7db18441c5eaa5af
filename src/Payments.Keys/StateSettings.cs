using System.ComponentModel;
using Spectre.Console.Cli;

namespace Payments.Keys;

/// <summary>The options of all commands: where the local service is, and who changes it.</summary>
internal class StateSettings : CommandSettings
{
    [CommandOption("--state <DIR>")]
    [Description("The directory of a ./run with --state (default: .local).")]
    public string? State { get; init; }

    [CommandOption("--operator <NAME>")]
    [Description("Who the audit trail says it was (default: the name of this machine's account).")]
    public string Operator { get; init; } = Environment.UserName;

    [CommandOption("--root <DIR>", IsHidden = true)]
    public string? Root { get; init; }
}
