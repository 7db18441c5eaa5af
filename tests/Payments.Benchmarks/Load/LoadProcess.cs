using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Payments.Benchmarks.Load;

/// <summary>
/// Sends a load from a process of its own, so that the CPU time of this process is the service's alone. It is this
/// program with another command, which speaks by lines on its standard output.
/// </summary>
internal static class LoadProcess
{
    /// <summary>The command, which is not for people.</summary>
    public const string Command = "send-load";

    private const string Begins = "begins";
    private const string Ends = "ends";

    /// <summary>Starts a process that sends the load, and returns its result.</summary>
    public static async Task<LoadResult> RunAsync(RefundLoad load, Action begins, Action ends)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(LoadProcess).Assembly.Location, Command, .. Write(load)])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started.");
        LoadResult? result = null;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == Begins) begins();
            else if (line == Ends) ends();
            else result = JsonSerializer.Deserialize<LoadResult>(line);
        }

        await process.WaitForExitAsync();
        return result ?? throw new InvalidOperationException("The load ended without a result.");
    }

    /// <summary>The command itself.</summary>
    public static async Task<int> SendAsync(string[] args)
    {
        var result = await Read(args).RunAsync(() => Console.WriteLine(Begins), () => Console.WriteLine(Ends));
        Console.WriteLine(JsonSerializer.Serialize(result));
        return 0;
    }

    private static IEnumerable<string> Write(RefundLoad load) =>
        new[]
        {
            load.Port, load.AtATime, load.Orders, load.WarmUp.TotalMilliseconds, load.Time.TotalMilliseconds,
        }.Select(number => number.ToString(CultureInfo.InvariantCulture));

    private static RefundLoad Read(string[] args)
    {
        var numbers = args.Select(arg => int.Parse(arg, CultureInfo.InvariantCulture)).ToList();
        return new RefundLoad(
            numbers[0],
            numbers[1],
            numbers[2],
            TimeSpan.FromMilliseconds(numbers[3]),
            TimeSpan.FromMilliseconds(numbers[4]));
    }
}
