using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Reconciliation;

/// <summary>
/// Compares what the processors of an organization say moved with what its ledgers say. It changes nothing, and asks no
/// processor to.
/// </summary>
public sealed class Reconciler(
    IEnumerable<IProcessorStatement> statements,
    ProcessorDirectory processors,
    ITimeline timeline,
    ILedgerStore ledgers,
    TimeProvider time)
{
    /// <summary>The most changes of ledgers, and the most movements, that are compared at once.</summary>
    public const int MaxCompared = 50_000;

    /// <summary>
    /// The report on a period; null if more than <see cref="MaxCompared"/> changes or movements would have to be read.
    /// Throws <see cref="StatementUnavailableException"/> if a statement can't be read now.
    /// </summary>
    public async Task<ReconciliationReport?> ReconcileAsync(
        Organization organization, ComparedPeriod asked, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var settled = now - ComparedPeriod.SettlingTime;
        var end = asked.To < settled ? asked.To : settled < asked.From ? asked.From : settled;
        var period = asked with { To = end };
        var claims = new LedgerClaims(timeline, ledgers, organization.Id);
        if (!await claims.AddChangedAsync(period, MaxCompared, cancellationToken)) return null;

        var found = ImmutableArray.CreateBuilder<ProcessorReconciliation>();
        foreach (var statement in statements.Where(statement => statement.HasAccount(organization.Id)))
        {
            var window = FindWindow(statement.Name, claims.All, period, now);
            var movements = await statement.ReadAsync(organization.Id, window.From, window.To, cancellationToken)
                .Take(MaxCompared + 1)
                .ToListAsync(cancellationToken);
            if (movements.Count > MaxCompared) return null;
            await claims.AddNamedAsync(movements, cancellationToken);
            var within = movements.Where(movement => period.Has(movement.At)).ToList();
            var foreign = within.Count(movement => !movement.IsOfThisService);
            found.Add(new ProcessorReconciliation(
                statement.Name,
                HasStatement: true,
                within.Count - foreign,
                foreign,
                await CompareAsync(
                    statement, organization.Id, movements, claims.All, period, (window.To, now), cancellationToken)));
        }

        var used = claims.All
            .Select(claim => claim.Processor)
            .Append(processors.Choose(organization).Name)
            .OfType<ProcessorName>()
            .ToHashSet();
        found.AddRange(used
            .Except(found.Select(compared => compared.Processor))
            .Select(name => new ProcessorReconciliation(name, HasStatement: false, 0, 0, []))
            .ToList());
        return new ReconciliationReport(
            organization.Id,
            period,
            [
                .. found
                    .Where(part => used.Contains(part.Processor) || part.Movements + part.Foreign > 0)
                    .OrderBy(part => part.Processor.Value, StringComparer.Ordinal),
            ]);
    }

    /// <summary>
    /// The differences. What the processor undid after the period, or undid in it and did again after it, the ledger
    /// may know by now: if so it seems, the statement is read on.
    /// </summary>
    private static async Task<ImmutableArray<Difference>> CompareAsync(
        IProcessorStatement statement,
        OrganizationId organization,
        List<ProcessorMovement> movements,
        IReadOnlyList<LedgerClaim> claims,
        ComparedPeriod period,
        (DateTimeOffset From, DateTimeOffset To) since,
        CancellationToken cancellationToken)
    {
        var found = StatementComparison.Compare(statement.Name, movements, claims, period);
        var undone = found
            .Where(difference => difference.Kind
                is DifferenceKind.ReturnNotLearned or DifferenceKind.MovedAfterDecline)
            .Select(difference => difference.Operation)
            .ToHashSet();
        if (undone.Count == 0 || since.From >= since.To) return found;
        var furthest = since.From + ComparedPeriod.MaxLength;
        var later = await statement
            .ReadAsync(organization, since.From, furthest < since.To ? furthest : since.To, cancellationToken)
            .Where(movement => movement.Operations.Any(key => undone.Contains(OperationName.Find(key))))
            .ToListAsync(cancellationToken);
        return StatementComparison.Compare(statement.Name, movements.Concat(later), claims, period);
    }

    /// <summary>
    /// What is read of a statement: the period with a margin; and from as far back as anything began whose outcome was
    /// learned in the period, because the processor may have booked it then.
    /// </summary>
    private static ComparedPeriod FindWindow(
        ProcessorName processor, IEnumerable<LedgerClaim> claims, ComparedPeriod period, DateTimeOffset now)
    {
        var earliest = claims
            .Where(claim => claim.Processor == processor)
            .Where(claim => period.Has(claim.MovedAt) || period.Has(claim.ReturnedAt))
            .Select(claim => claim.StartedAt)
            .Append(period.From)
            .Min();
        var furthest = period.From - ComparedPeriod.MaxLength;
        var to = period.To + ComparedPeriod.Margin;
        return new ComparedPeriod(
            (earliest < furthest ? furthest : earliest) - ComparedPeriod.Margin, to < now ? to : now);
    }
}
