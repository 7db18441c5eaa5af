namespace Payments.Simulation.Worlds;

/// <summary>
/// One process of the service: its own services, locks and clock over the stores that all processes share. When it
/// crashes, everything in it stops: no continuation runs any more, whatever it was waiting for.
/// </summary>
internal sealed class ServiceProcess
{
    private readonly World _world;
    private readonly List<Flight> _flights = [];

    public ServiceProcess(World world, int number)
    {
        _world = world;
        Number = number;
        Context = new ProcessContext(world.Scheduler, this);
        Clock = new ProcessClock(world.Scheduler, this);
        UseCases = new UseCases(world, this);
    }

    /// <summary>Its number among all processes and their successors.</summary>
    public int Number { get; }

    /// <summary>Whether it has not crashed.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Where its continuations are queued.</summary>
    public SynchronizationContext Context { get; }

    public ProcessClock Clock { get; }

    public UseCases UseCases { get; }

    /// <summary>Starts an action here, and defines what is done if the process dies before it ends.</summary>
    public void Start(Func<Task> work, Action crashed)
    {
        var flight = new Flight(crashed);
        _flights.Add(flight);
        _world.Scheduler.Next(this, _ => _ = FlyAsync(work, flight), null);
    }

    public void Crash()
    {
        IsAlive = false;
        foreach (var flight in _flights) flight.Crashed();
        _world.Crashed(this);
    }

    private async Task FlyAsync(Func<Task> work, Flight flight)
    {
        try
        {
            await work();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            _world.Violate($"process {Number} failed: {fault}");
        }

        _flights.Remove(flight);
    }

    private sealed record Flight(Action Crashed);

    private sealed class ProcessContext(Scheduler scheduler, ServiceProcess owner) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => scheduler.Next(owner, d, state);

        public override void Send(SendOrPostCallback d, object? state) =>
            throw new NotSupportedException("Nothing may wait for a turn of its own thread.");

        public override SynchronizationContext CreateCopy() => this;
    }
}
