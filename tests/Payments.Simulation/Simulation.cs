using Payments.Simulation.Canaries;
using Payments.Simulation.Checks;
using Payments.Simulation.Clients;
using Payments.Simulation.Worlds;

namespace Payments.Simulation;

/// <summary>The result of a run.</summary>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Violation">The first violation; null if there is none.</param>
/// <param name="Steps">The number of scheduled steps that were run.</param>
/// <param name="Injected">The number of faults of each kind.</param>
/// <param name="DeadLetters">The number of messages that had to be requeued.</param>
internal sealed record Outcome(int Seed, string? Violation, long Steps, long[] Injected, int DeadLetters);

/// <summary>One run: storefronts, faults, rest, and then the checks of what was promised.</summary>
internal static class Simulation
{
    /// <summary>Requests per run, not counting repetitions.</summary>
    private const int Requests = 200;

    /// <summary>A run that is not at rest by then never will be: hundreds of times what a run takes.</summary>
    private const long MaximumSteps = 2_000_000;

    /// <summary>Runs a seed. The history is optional: keeping it takes longer than the run.</summary>
    public static Outcome Run(int seed, Canary canary, History? history = null)
    {
        var before = SynchronizationContext.Current;
        try
        {
            var world = new World(seed, canary, history);
            var storefronts = new Storefronts(world, Requests);
            storefronts.Open();
            Poison.Scatter(world);
            ComeToRest(world);
            foreach (var fault in new RestCheck(world).ListDeadLetters()) world.Violate(fault);
            var dead = world.Broker.Messages.Count(message => message is { State: MessageState.Dead, Poison: null });
            world.Broker.Requeue();
            ComeToRest(world);
            CheckRest(world, storefronts);
            storefronts.RepeatAll();
            ComeToRest(world);
            storefronts.ReadAll();
            ComeToRest(world);
            CheckRest(world, storefronts);
            return new Outcome(seed, world.Violation, world.Scheduler.Steps, world.Faults.Injected, dead);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private static void ComeToRest(World world)
    {
        while (world.Violation is null && world.Scheduler.Step())
        {
            if (world.Scheduler.Steps > MaximumSteps) world.Violate("it does not come to rest");
        }
    }

    private static void CheckRest(World world, Storefronts storefronts)
    {
        if (world.Violation is not null) return;
        foreach (var fault in new RestCheck(world).Faults()) world.Violate(fault);
        foreach (var fault in AnswerCheck.Faults(world, storefronts.Sent)) world.Violate(fault);
    }
}
