using Payments.Simulation.Canaries;
using Payments.Simulation.Checks;
using Payments.Simulation.Clients;
using Payments.Simulation.Worlds;

namespace Payments.Simulation;

/// <summary>What a run came to.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Violation">What was found wrong; null for nothing.</param>
/// <param name="Steps">How much happened.</param>
/// <param name="Injected">The faults, by kind.</param>
/// <param name="DeadLetters">How many messages had to be put back.</param>
internal sealed record Outcome(int Seed, string? Violation, long Steps, long[] Injected, int DeadLetters);

/// <summary>One run: storefronts, faults, rest, and then what was promised.</summary>
internal static class Simulation
{
    /// <summary>How many requests a run has, repetitions aside.</summary>
    private const int Requests = 200;

    /// <summary>A run that has not come to rest by then never will: hundreds of times what a run takes.</summary>
    private const long MaximumSteps = 2_000_000;

    /// <summary>Runs a seed. The history is kept only where someone wants it: it takes longer than the run.</summary>
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
            foreach (var fault in new RestCheck(world).Buried()) world.Violate(fault);
            var dead = world.Broker.Messages.Count(message => message is { State: MessageState.Dead, Poison: null });
            world.Broker.PutBack();
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
