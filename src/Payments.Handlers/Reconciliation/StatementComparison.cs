using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Ledger.Records;

namespace Payments.Handlers.Reconciliation;

/// <summary>
/// Compares what a processor says moved with what the ledgers say. Pure: the order of movements and claims does not
/// matter. A movement is judged by what its ledger says now, not by what it said then: so what was learned late is no
/// difference.
/// </summary>
/// <remarks>
/// Movements and claims beyond the period serve to find the other half of what is in it; only what is in the period is
/// reported, so that each difference is reported for one day.
/// </remarks>
public static class StatementComparison
{
    /// <summary>All differences, the oldest first.</summary>
    /// <param name="processor">The processor whose statement it is.</param>
    /// <param name="movements">The statement, of the period and a margin at both ends.</param>
    /// <param name="claims">What the ledgers say of the operations that moved or that the movements name.</param>
    /// <param name="period">The period.</param>
    public static ImmutableArray<Difference> Compare(
        ProcessorName processor,
        IEnumerable<ProcessorMovement> movements,
        IEnumerable<LedgerClaim> claims,
        ComparedPeriod period)
    {
        var byOperation = claims.ToDictionary(claim => claim.Operation);
        var ordered = movements
            .Where(movement => movement.IsOfThisService)
            .OrderBy(movement => movement.At)
            .ThenBy(movement => movement.IsReturn)
            .ThenBy(movement => movement.Reference, StringComparer.Ordinal)
            .ToList();
        var assigned = Assign(ordered.Where(movement => movement.Kind != MovementKind.Dispute), byOperation);
        var found = new List<Difference>();
        found.AddRange(assigned.Unknown.Select(movement => NotInLedger(movement, FindOperation(movement))));
        foreach (var (operation, lines) in assigned.Known)
            CompareOperation(byOperation[operation], lines, period, found);
        found.AddRange(byOperation.Values
            .Where(claim => claim.Processor == processor)
            .Select(claim => FindMissing(claim, assigned.Known.GetValueOrDefault(claim.Operation) ?? [], period))
            .OfType<Difference>());
        var disputes = ordered.Where(movement => movement.Kind == MovementKind.Dispute);
        foreach (var lines in disputes.GroupBy(movement => movement.Reference, StringComparer.Ordinal))
            CompareDispute([.. lines], byOperation, found);
        return
        [
            .. found
                .Where(difference => period.Has(difference.At))
                .OrderBy(difference => difference.At)
                .ThenBy(difference => difference.Kind)
                .ThenBy(difference => difference.Operation?.ToString(), StringComparer.Ordinal)
                .ThenBy(difference => difference.Reference, StringComparer.Ordinal),
        ];
    }

    /// <summary>The movements of each operation that a ledger knows, in order; and those of none.</summary>
    private static (Dictionary<OperationName, List<ProcessorMovement>> Known, List<ProcessorMovement> Unknown) Assign(
        IEnumerable<ProcessorMovement> movements, Dictionary<OperationName, LedgerClaim> claims)
    {
        var known = new Dictionary<OperationName, List<ProcessorMovement>>();
        var unknown = new List<ProcessorMovement>();
        foreach (var movement in movements)
        {
            var candidates = ListClaims(movement, claims).Where(claim => claim.Kind == movement.Kind).ToList();
            if (candidates.Count == 0)
            {
                unknown.Add(movement);
                continue;
            }

            var chosen = candidates
                .OrderBy(claim => IsTaken(claim) ? 1 : 0)
                .ThenBy(claim => claim.Amount == movement.Amount ? 0 : 1)
                .ThenBy(claim => (claim.StartedAt - movement.At).Duration())
                .ThenBy(claim => claim.Operation.ToString(), StringComparer.Ordinal)
                .First();
            if (!known.TryGetValue(chosen.Operation, out var lines)) known.Add(chosen.Operation, lines = []);
            lines.Add(movement);

            bool IsTaken(LedgerClaim claim) => candidates.Count > 1
                && known.TryGetValue(claim.Operation, out var earlier)
                && earlier.Exists(other => other.IsReturn == movement.IsReturn);
        }

        return (known, unknown);
    }

    private static void CompareOperation(
        LedgerClaim claim, List<ProcessorMovement> lines, ComparedPeriod period, List<Difference> found)
    {
        found.AddRange(lines
            .Where(line => line.Amount != claim.Amount)
            .Select(line => Between(DifferenceKind.AmountDiffers, claim, line)));
        found.AddRange(FindRepetitions(lines).Select(line => Between(DifferenceKind.MovedTwice, claim, line)));

        // The last one within the period: what follows it is compared with the next period.
        var last = lines.FindLastIndex(line => period.Has(line.At));
        if (last >= 0 && Judge(claim, lines, last) is { } kind) found.Add(Between(kind, claim, lines[last]));
    }

    /// <summary>How a movement, and what follows, differ from what the ledger says now; null if they agree.</summary>
    private static DifferenceKind? Judge(LedgerClaim claim, List<ProcessorMovement> lines, int at)
    {
        var line = lines[at];
        if (!line.IsReturn)
        {
            return claim.Status switch
            {
                ClaimStatus.Open => DifferenceKind.OutcomeNotLearned,
                ClaimStatus.Held when !line.IsHeld => DifferenceKind.OutcomeNotLearned,
                // A decline that was learned after the movement is of its return, which is still to come.
                ClaimStatus.Never when !(claim.ReturnedAt > line.At) && !lines.Skip(at).Any(later => later.IsReturn) =>
                    DifferenceKind.MovedAfterDecline,
                _ => null,
            };
        }

        var movesAgain = lines.Skip(at + 1).Any(later => !later.IsReturn)
            || claim.MovedAt > line.At + ComparedPeriod.Margin;
        return claim.Status switch
        {
            ClaimStatus.Open or ClaimStatus.Held => DifferenceKind.OutcomeNotLearned,
            ClaimStatus.Moved when !movesAgain => DifferenceKind.ReturnNotLearned,
            _ => null,
        };
    }

    /// <summary>What the ledger learned in the period, and the statement does not have; null for nothing.</summary>
    private static Difference? FindMissing(LedgerClaim claim, List<ProcessorMovement> lines, ComparedPeriod period)
    {
        var hasMoved = lines.Exists(line => !line.IsReturn);
        if (claim.Status is ClaimStatus.Moved or ClaimStatus.Returned && !hasMoved && period.Has(claim.MovedAt))
            return InLedgerOnly(DifferenceKind.NotAtProcessor, claim, claim.MovedAt!.Value);
        var hadMoved = lines.Exists(line => !line.IsReturn && line.At < claim.ReturnedAt);
        return hadMoved && period.Has(claim.ReturnedAt) && !lines.Exists(line => line.IsReturn)
            ? InLedgerOnly(DifferenceKind.ReturnNotAtProcessor, claim, claim.ReturnedAt!.Value)
            : null;
    }

    /// <summary>
    /// The movements of one dispute. A dispute may be of several captures of a payment: it is known if one of them has
    /// it.
    /// </summary>
    private static void CompareDispute(
        List<ProcessorMovement> lines, Dictionary<OperationName, LedgerClaim> claims, List<Difference> found)
    {
        var line = lines[^1];
        var captures = lines.SelectMany(each => ListClaims(each, claims)).Distinct().ToList();
        if (captures.Count == 0)
        {
            found.AddRange(lines.Select(each => NotInLedger(each, FindOperation(each))));
            return;
        }

        var known = captures.Find(claim => claim.Disputes.Any(dispute => dispute.Reference == line.Reference));
        var dispute = known?.Disputes.First(dispute => dispute.Reference == line.Reference);
        var capture = known ?? captures[0];
        found.AddRange(FindRepetitions(lines).Select(each => Between(DifferenceKind.MovedTwice, capture, each)));
        if (dispute is null || (line.IsReturn && dispute.Status != DisputeStatus.Won))
        {
            found.Add(Between(DifferenceKind.DisputeNotLearned, capture, line) with { InLedger = dispute?.Amount });
        }
        else if (captures.Count == 1 && line.Amount != dispute.Amount)
        {
            found.Add(Between(DifferenceKind.AmountDiffers, capture, line) with { InLedger = dispute.Amount });
        }
    }

    /// <summary>A movement after one in the same direction.</summary>
    private static IEnumerable<ProcessorMovement> FindRepetitions(List<ProcessorMovement> lines) =>
        lines.Skip(1).Where((line, index) => line.IsReturn == lines[index].IsReturn);

    private static IEnumerable<LedgerClaim> ListClaims(
        ProcessorMovement movement, Dictionary<OperationName, LedgerClaim> claims) => movement.Operations
            .Select(OperationName.Find)
            .OfType<OperationName>()
            .Distinct()
            .Where(claims.ContainsKey)
            .Select(operation => claims[operation]);

    private static OperationName? FindOperation(ProcessorMovement movement) =>
        movement.Operations.Select(OperationName.Find).FirstOrDefault(operation => operation is not null);

    private static Difference NotInLedger(ProcessorMovement movement, OperationName? operation) => new(
        DifferenceKind.NotInLedger,
        movement.Kind,
        movement.Reference,
        operation,
        movement.Amount,
        InLedger: null,
        movement.At);

    private static Difference InLedgerOnly(DifferenceKind kind, LedgerClaim claim, DateTimeOffset at) =>
        new(kind, claim.Kind, Reference: null, claim.Operation, AtProcessor: null, claim.Amount, at);

    private static Difference Between(DifferenceKind kind, LedgerClaim claim, ProcessorMovement line) =>
        new(kind, line.Kind, line.Reference, claim.Operation, line.Amount, claim.Amount, line.At);
}
