using Payments.Simulation.Worlds;

namespace Payments.Simulation.Clients;

/// <summary>One try of a request, wherever in the service it is: its ports find it here.</summary>
internal sealed class Attempt(long begun, TimeSpan at)
{
    private static readonly AsyncLocal<Attempt?> Flowing = new();

    /// <summary>The try that is under way here; null outside of one.</summary>
    public static Attempt? Current => Flowing.Value;

    /// <summary>When it began, as a count of the run's steps.</summary>
    public long Begun => begun;

    /// <summary>When it began.</summary>
    public TimeSpan At => at;

    /// <summary>When it last read what is stored, as a count of the run's steps.</summary>
    public long LastRead { get; private set; }

    /// <summary>The caller has hung up: whatever is still awaited for it is called off.</summary>
    public bool IsCalledOff { get; set; }

    /// <summary>Begins one: all that is awaited from here on belongs to it.</summary>
    public static Attempt Begin(Scheduler scheduler)
    {
        var attempt = new Attempt(scheduler.Steps, scheduler.Now);
        Flowing.Value = attempt;
        return attempt;
    }

    /// <summary>Something stored was read, for whichever try is under way here.</summary>
    public static void Reads(long step)
    {
        if (Flowing.Value is { } attempt) attempt.LastRead = step;
    }
}
