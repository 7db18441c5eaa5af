using Microsoft.Extensions.Time.Testing;
using Payments.Handlers.Ports;
using Payments.Handlers.Reconciliation;
using Payments.Ledger.Identity;
using Payments.Processors.Sandbox;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.Checks;

/// <summary>
/// At rest, the sandbox's statement agrees with the ledgers on each day, as the service itself compares them: whatever
/// was lost, late, told twice or out of order.
/// </summary>
internal sealed class ReconciliationCheck(World world)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The differences, if any.</summary>
    public IEnumerable<string> Faults()
    {
        var now = ProcessClock.Start + world.Scheduler.Now + Day;
        var books = new SandboxMovements(world.Books);
        var processors = new ProcessorDirectory([new SandboxProcessor(world.Books, TimeProvider.System)]);
        var reconciler = new Reconciler(
            [books], processors, world.Timeline, world.Ledgers, new FakeTimeProvider(now));
        var first = new DateTimeOffset(ProcessClock.Start.UtcDateTime.Date, TimeSpan.Zero);
        return
            from id in world.Watch.Operations.Keys.Select(operation => operation.Item1).Distinct()
            from day in Enumerable.Range(0, (int)((now - first) / Day) + 1)
            let period = new ComparedPeriod(first + (day * Day), first + ((day + 1) * Day))
            where HasEvents(id, period)
            from difference in Reconcile(reconciler, id, period).Differences
            select $"{id} is not reconciled: {difference.Difference}";
    }

    /// <summary>Many days of a run are empty: outcomes that stay unknown are asked about daily.</summary>
    private bool HasEvents(OrganizationId id, ComparedPeriod period) =>
        world.Watch.Operations
            .Where(entry => entry.Key.Item1 == id)
            .Any(entry => (entry.Value.Postings ?? []).Any(posting => period.Has(posting.At)))
        || world.Watch.Shadows.Keys
            .Where(address => address.Organization == id)
            .Any(address => world.Ledgers.Journal(address).Any(entry => period.Has(entry.At)));

    private static ReconciliationReport Reconcile(Reconciler reconciler, OrganizationId id, ComparedPeriod period)
    {
        var organization = Organizations.All.FindAsync(id, CancellationToken.None).AsTask().Result!;
        return reconciler.ReconcileAsync(organization, period, CancellationToken.None).Result
            ?? throw new InvalidOperationException("A run has few enough changes to be compared.");
    }
}
