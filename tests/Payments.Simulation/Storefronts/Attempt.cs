namespace Payments.Simulation;

/// <summary>One try of a request, wherever in the service it is: its ports find it here.</summary>
internal sealed class Attempt
{
    private static readonly AsyncLocal<Attempt?> Flowing = new();

    /// <summary>When it last read what is stored, as a count of the run's steps.</summary>
    public long LastRead { get; private set; }

    /// <summary>Begins one: all that is awaited from here on belongs to it.</summary>
    public static Attempt Begin()
    {
        var attempt = new Attempt();
        Flowing.Value = attempt;
        return attempt;
    }

    /// <summary>Something stored was read, for whichever try is under way here.</summary>
    public static void Reads(long step)
    {
        if (Flowing.Value is { } attempt) attempt.LastRead = step;
    }
}
