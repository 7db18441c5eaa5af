using Payments.ServiceBus;

namespace Payments.Simulation.Worlds;

/// <summary>Invalid messages among the valid ones.</summary>
internal static class Poison
{
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(3);

    /// <summary>Bodies, and what their dead letters must say.</summary>
    private static readonly (string Body, string Says)[] Bodies =
    [
        ("{\"type\":", "JSON"),
        ("null", "null"),
        ("""{"type":"bake_cake","organization":"shop","ledger":"0123456789abcdef0123","id":"","attempt":0}""", "bake_cake"),
        ("""{"type":"settle_credit","organization":"shop","ledger":"nine","id":"c","attempt":0}""", "nine"),
    ];

    /// <summary>Sends each of them at a random time, to one of the queues.</summary>
    public static void Scatter(World world)
    {
        foreach (var (body, says) in Bodies)
        {
            var queue = QueueNames.All[world.Random.Next(QueueNames.All.Count)];
            world.Scheduler.After(
                world.Random.NextDouble() * Within,
                null,
                () => world.Broker.TakePoison(queue, BinaryData.FromString(body), says));
        }
    }
}
