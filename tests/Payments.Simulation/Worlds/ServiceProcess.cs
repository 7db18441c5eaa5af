namespace Payments.Simulation.Worlds;

/// <summary>
/// One process of the service: its own services, locks and clock over the stores that all share. When it crashes,
/// nothing of it goes on: no continuation runs any more, whatever it was waiting for.
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

    /// <summary>Which of the processes, and their successors, it is.</summary>
    public int Number { get; }

    /// <summary>Whether it has not crashed.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Where its continuations wait for their turn.</summary>
    public SynchronizationContext Context { get; }

    /// <summary>Its clock.</summary>
    public ProcessClock Clock { get; }

    /// <summary>Its services.</summary>
    public UseCases UseCases { get; }

    /// <summary>Begins something here; what is to be done if the process does not live to end it.</summary>
    public void Start(Func<Task> work, Action crashed)
    {
        var flight = new Flight(crashed);
        _flights.Add(flight);
        _world.Scheduler.Next(this, _ => _ = FlyAsync(work, flight), null);
    }

    /// <summary>Kills it.</summary>
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
            _world.Violate($"what process {Number} did ended in {fault}");
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
