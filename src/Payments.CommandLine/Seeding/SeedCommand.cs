using System.ComponentModel;
using System.Globalization;
using Payments.CommandLine.Service;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Payments.CommandLine.Seeding;

/// <summary>How many orders to make.</summary>
internal sealed class SeedSettings : OrganizationSettings
{
    private const int MaxOrders = 100_000;

    [CommandArgument(0, "[ORDERS]")]
    [Description("How many orders (default: 100).")]
    public int Orders { get; init; } = 100;

    public override ValidationResult Validate() => Orders is > 0 and <= MaxOrders
        ? ValidationResult.Success()
        : ValidationResult.Error($"ORDERS is from 1 to {MaxOrders}.");
}

/// <summary>Makes orders of each kind in turn, some at a time; only on the sandbox of this machine.</summary>
internal sealed class SeedCommand : AsyncCommand<SeedSettings>
{
    private const int AtOnce = 8;

    public override async Task<int> ExecuteAsync(
        CommandContext context, SeedSettings settings, CancellationToken cancellationToken)
    {
        if (!settings.ReadAddress().IsLoopback)
            throw new ServiceRejectedException("Orders are seeded only where the service runs on this machine.");
        using var service = new ServiceClient(settings.ReadAddress(), settings.ReadToken());
        var run = DateTime.UtcNow.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        var made = 0;
        await Printing.ShowAsync(
            $"{settings.Orders} orders",
            done => Parallel.ForAsync(
                0,
                settings.Orders,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (number, cancellation) =>
                {
                    await new SeededOrder(service, settings.Organization, $"seed-{run}-{number + 1}", number)
                        .MakeAsync(cancellation);
                    done((double)Interlocked.Increment(ref made) / settings.Orders);
                }));
        Console.WriteLine($"Made seed-{run}-1 to seed-{run}-{settings.Orders}.");
        return 0;
    }
}
