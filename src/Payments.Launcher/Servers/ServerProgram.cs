namespace Payments.Launcher.Servers;

/// <summary>A server that the services of one state directory share: how to start, recognize and reach it.</summary>
internal sealed record ServerProgram
{
    public required string Name { get; init; }

    /// <summary>The prefix of its files in the state directory: ID.pid, ID.port, ID.log.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// A path on its command line that no other process has, because the process id may since belong to another
    /// program.
    /// </summary>
    public required string Location { get; init; }

    /// <summary>The command line to start it on a port.</summary>
    public required Func<int, IReadOnlyList<string>> Command { get; init; }

    /// <summary>Whether it responds on its port.</summary>
    public required Func<int, CancellationToken, Task<bool>> RespondsAsync { get; init; }

    /// <summary>The connection string for a port.</summary>
    public required Func<int, string> ConnectionString { get; init; }
}
