using Payments.Simulation.FaultInjection;
using Payments.Simulation.Clients;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.UnreliablePorts;

/// <summary>
/// The connection between one process and what it calls. Each trip takes time, and the process may die during it.
/// </summary>
internal sealed class Wire(World world, ServiceProcess process)
{
    private const int MicrosecondsAtMost = 8_000;
    private const int SlowSecondsAtMost = 30;

    /// <summary>Whether a fault strikes now.</summary>
    public bool Strikes(FaultKind kind)
    {
        if (!world.Faults.Strikes(kind)) return false;
        world.History?.Add($"{At} ! {kind}");
        return true;
    }

    /// <summary>One trip, there or back.</summary>
    public Task TripAsync(string what)
    {
        var delay = world.Faults.Strikes(FaultKind.SlowPort)
            ? TimeSpan.FromSeconds(world.Random.Next(1, SlowSecondsAtMost))
            : TimeSpan.FromMicroseconds(world.Random.Next(1, MicrosecondsAtMost));
        return TripAsync(what, delay);
    }

    /// <summary>One trip of a given duration.</summary>
    public Task TripAsync(string what, TimeSpan delay)
    {
        var arrival = new TaskCompletionSource();
        var attempt = Attempt.Current;
        world.Scheduler.After(delay, process, () =>
        {
            if (Strikes(FaultKind.Crash))
            {
                process.Crash();
                return;
            }

            world.History?.Add($"{At} {what}");
            var isCalledOff = IsCalledOff(attempt);
            SynchronizationContext.SetSynchronizationContext(null);
            if (isCalledOff) arrival.SetException(new OperationCanceledException("The caller has hung up."));
            else arrival.SetResult();
        });
        return arrival.Task;
    }

    /// <summary>
    /// The caller may hang up at any await. Real tokens would also be seen by the ports only, but would run their
    /// continuations on the thread pool.
    /// </summary>
    private bool IsCalledOff(Attempt? attempt)
    {
        if (attempt is { IsCalledOff: false } && Strikes(FaultKind.HangUp)) attempt.IsCalledOff = true;
        return attempt is { IsCalledOff: true };
    }

    /// <summary>A trip to storage, which may be too busy or down: then nothing is done there.</summary>
    public async Task ReachStorageAsync(string what)
    {
        await TripAsync(what);
        if (!world.HasStorage) throw new PortFaultException($"storage is down: {what}");
        if (Strikes(FaultKind.StorageOutage)) world.LoseStorage();
        if (Strikes(FaultKind.Throttled)) throw new PortFaultException($"503: {what}");
    }

    /// <summary>Whether the processor does not respond to anyone now: an outage continues, or begins.</summary>
    public bool FindsProcessorSilent()
    {
        if (Strikes(FaultKind.ProcessorOutage)) world.LoseProcessor();
        return !world.HasProcessor;
    }

    /// <summary>Notes that stored state is read now.</summary>
    public void Read() => Attempt.Reads(world.Scheduler.Steps);

    /// <summary>A moment within some seconds.</summary>
    public TimeSpan Within(int seconds) => world.Random.NextDouble() * TimeSpan.FromSeconds(seconds);

    /// <summary>By even chance.</summary>
    public bool Coin() => world.Random.Next(2) == 0;

    private string At => $"{world.Scheduler.Now.Ticks} p{process.Number}";
}
