using Payments.Launcher.Processes;
using Payments.Launcher.State;

namespace Payments.Launcher.Servers;

/// <summary>
/// The servers that the services of one state directory share: the first service starts them, every service restarts
/// those that end, and the last one stops them.
/// </summary>
internal sealed class SharedServers(StateDirectory state)
{
    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<ServerProgram, SharedServer> _servers = [];

    /// <summary>The running servers, in the order in which they were taken.</summary>
    public IEnumerable<SharedServer> Running => _servers.Values;

    /// <summary>Finds or starts a server, without waiting until it responds.</summary>
    public async Task<SharedServer> TakeAsync(ServerProgram program, CancellationToken cancellationToken)
    {
        using (await state.LockAsync(cancellationToken))
        {
            var files = new ServerFiles(state, program.Id);
            return _servers[program] = SharedServer.Find(program, files)
                ?? await SharedServer.LaunchAsync(program, files, FreePort.Find());
        }
    }

    public Task WaitUntilAllRespondAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_servers.Values.Select(server => server.WaitUntilItRespondsAsync(cancellationToken)));

    /// <summary>Restarts servers that end, on their old ports, until canceled.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var program in _servers.Keys.Where(program => !_servers[program].IsAlive).ToList())
                await RestartAsync(program, cancellationToken);
            await Task.Delay(Watch, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Releases the claim on the state and, if no other service has one, stops the servers in reverse order. Returns
    /// the names of those that do not stop in time.
    /// </summary>
    public async Task<IReadOnlyList<string>> ReturnAsync(StateClaim claim)
    {
        using (await state.LockAsync(CancellationToken.None))
        {
            claim.Dispose();
            var slow = new List<string>();
            if (state.LiveServices().Count > 0)
                return slow;
            // Another service may have restarted it since; then the files have the current process.
            foreach (var program in _servers.Keys.Reverse())
                if (SharedServer.Find(program, new ServerFiles(state, program.Id)) is { } server
                    && !await server.StopAsync())
                    slow.Add(server.Name);
            return slow;
        }
    }

    /// <summary>
    /// Empties the state, and stops servers that a killed launcher has left behind; throws while a service is running.
    /// </summary>
    public async Task CleanAsync(IEnumerable<ServerProgram> programs, CancellationToken cancellationToken)
    {
        using (await state.LockAsync(cancellationToken))
        {
            if (state.LiveServices().Count == 0)
                foreach (var program in programs)
                    await StopOrphanAsync(program);
            state.Clean();
        }
    }

    private async Task StopOrphanAsync(ServerProgram program)
    {
        if (SharedServer.Find(program, new ServerFiles(state, program.Id)) is { } orphan && !await orphan.StopAsync())
            throw new InvalidOperationException($"{program.Name} is still running on this state and does not stop.");
    }

    private async Task RestartAsync(ServerProgram program, CancellationToken cancellationToken)
    {
        try
        {
            using (await state.LockAsync(cancellationToken))
            {
                var files = new ServerFiles(state, program.Id);
                // Another service on this state may have restarted it first.
                var server = SharedServer.Find(program, files)
                    ?? await SharedServer.LaunchAsync(program, files, _servers[program].Port);
                _servers[program] = server;
                await server.WaitUntilItRespondsAsync(cancellationToken);
            }
            Console.Error.WriteLine($"{program.Name} ended and was restarted.");
        }
        catch (InvalidOperationException fault)
        {
            Console.Error.WriteLine($"{program.Name} ended and could not be restarted: {fault.Message} Retrying.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Console.Error.WriteLine($"{program.Name} ended and is not restarted, because the service is stopping.");
        }
    }
}
