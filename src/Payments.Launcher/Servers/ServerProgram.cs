namespace Payments.Launcher.Servers;

/// <summary>A server that the services of one state directory share: how it is started, known and reached.</summary>
internal sealed record ServerProgram
{
    public required string Name { get; init; }

    /// <summary>Its files in the state directory: ID.pid, ID.port, ID.log.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// A path on its command line that no other process has: a process id may have gone to another program since.
    /// </summary>
    public required string Location { get; init; }

    /// <summary>The command line that starts it on a port.</summary>
    public required Func<int, IReadOnlyList<string>> Command { get; init; }

    /// <summary>Whether it answers on its port.</summary>
    public required Func<int, CancellationToken, Task<bool>> AnswersAsync { get; init; }

    /// <summary>How its clients reach it on a port.</summary>
    public required Func<int, string> ConnectionString { get; init; }
}
