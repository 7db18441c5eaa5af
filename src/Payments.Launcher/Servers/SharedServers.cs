using Payments.Launcher.Processes;
using Payments.Launcher.State;

namespace Payments.Launcher.Servers;

/// <summary>
/// The servers that the services of one state directory share: the first service starts them, every one of them sees
/// to it that they live, the last one stops them.
/// </summary>
internal sealed class SharedServers(StateDirectory state)
{
    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<ServerProgram, SharedServer> _servers = [];

    /// <summary>Those that run, in the order in which they were taken.</summary>
    public IEnumerable<SharedServer> Running => _servers.Values;

    /// <summary>Finds or starts a server, and does not wait until it answers.</summary>
    public async Task<SharedServer> TakeAsync(ServerProgram program, CancellationToken cancellationToken)
    {
        using (await state.LockAsync(cancellationToken))
        {
            var files = new ServerFiles(state, program.Id);
            return _servers[program] = SharedServer.Find(program, files)
                ?? await SharedServer.LaunchAsync(program, files, FreePort.Find(), cancellationToken);
        }
    }

    public Task WaitUntilAllAnswerAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_servers.Values.Select(server => server.WaitUntilItAnswersAsync(cancellationToken)));

    /// <summary>Starts again whatever ends, on its port, until it is canceled.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var program in _servers.Keys.Where(program => !_servers[program].IsAlive).ToList())
                await StartAgainAsync(program, cancellationToken);
            await Task.Delay(Watch, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Gives up the claim on the state and, when no other service has one, stops the servers, the last taken first.
    /// The names of those that do not stop in time.
    /// </summary>
    public async Task<IReadOnlyList<string>> ReturnAsync(StateClaim claim)
    {
        using (await state.LockAsync(CancellationToken.None))
        {
            claim.Dispose();
            var slow = new List<string>();
            if (state.LiveServices().Count > 0)
                return slow;
            // Another service may have started it again since: the files know it.
            foreach (var program in _servers.Keys.Reverse())
                if (SharedServer.Find(program, new ServerFiles(state, program.Id)) is { } server
                    && !await server.StopAsync())
                    slow.Add(server.Name);
            return slow;
        }
    }

    /// <summary>Empties the state, and stops what a killed launcher has left; refused while a service lives.</summary>
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
            throw new InvalidOperationException($"The {program.Name} that still runs on this state does not stop.");
    }

    private async Task StartAgainAsync(ServerProgram program, CancellationToken cancellationToken)
    {
        try
        {
            using (await state.LockAsync(cancellationToken))
            {
                var files = new ServerFiles(state, program.Id);
                // Another service on this state may have been first.
                var server = SharedServer.Find(program, files)
                    ?? await SharedServer.LaunchAsync(program, files, _servers[program].Port, cancellationToken);
                _servers[program] = server;
                await server.WaitUntilItAnswersAsync(cancellationToken);
            }
            Console.Error.WriteLine($"{program.Name} had ended; it runs again.");
        }
        catch (InvalidOperationException fault)
        {
            Console.Error.WriteLine($"{program.Name} had ended: {fault.Message} It is tried again.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Console.Error.WriteLine($"{program.Name} had ended, and is not started again: the service stops.");
        }
    }
}
