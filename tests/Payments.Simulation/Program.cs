using System.Globalization;
using Payments.Simulation.Canaries;
using Payments.Simulation.Worlds;

namespace Payments.Simulation;

/// <summary>
/// Runs seeds: <c>Payments.Simulation 123</c> runs one, with its history; <c>Payments.Simulation 1 1000</c> runs those
/// from 1 to 1000.
/// </summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        var numbers = arguments.Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return numbers switch
        {
            [var seed] => Replay(seed),
            [var first, var last] => Many(first, last),
            _ => Usage(),
        };
    }

    private static int Replay(int seed)
    {
        using var history = new History();
        var outcome = Simulation.Run(seed, Canary.None, history);
        foreach (var line in history.Lines) Console.WriteLine(line);
        Console.WriteLine($"{history.Digest} {outcome.Violation ?? "No violation."}");
        return outcome.Violation is null ? 0 : 1;
    }

    private static int Many(int first, int last)
    {
        var campaign = Campaign.Run(first, last, Canary.None, Console.Out, Console.WriteLine);
        Console.WriteLine(campaign.Describe());
        return campaign.Failed.Count == 0 ? 0 : 1;
    }

    private static int Usage()
    {
        Console.Error.WriteLine("Usage: Payments.Simulation <seed> | <first seed> <last seed>");
        return 2;
    }
}
