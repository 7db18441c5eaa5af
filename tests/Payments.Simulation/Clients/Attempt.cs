using Payments.Simulation.Worlds;

namespace Payments.Simulation.Clients;

/// <summary>One attempt of a request; the ports find it here, wherever in the service it is.</summary>
internal sealed class Attempt(long begun, TimeSpan at)
{
    private static readonly AsyncLocal<Attempt?> Flowing = new();

    /// <summary>The attempt in progress here; null outside of one.</summary>
    public static Attempt? Current => Flowing.Value;

    /// <summary>When it began, in steps of the run.</summary>
    public long Begun => begun;

    /// <summary>When it began.</summary>
    public TimeSpan At => at;

    /// <summary>When it last read stored state, in steps of the run.</summary>
    public long LastRead { get; private set; }

    /// <summary>The caller has hung up: whatever the attempt still awaits is canceled.</summary>
    public bool IsCalledOff { get; set; }

    /// <summary>Begins an attempt: all that is awaited from here on belongs to it.</summary>
    public static Attempt Begin(Scheduler scheduler)
    {
        var attempt = new Attempt(scheduler.Steps, scheduler.Now);
        Flowing.Value = attempt;
        return attempt;
    }

    /// <summary>Notes that stored state was read, for the attempt in progress here.</summary>
    public static void Reads(long step)
    {
        if (Flowing.Value is { } attempt) attempt.LastRead = step;
    }
}
