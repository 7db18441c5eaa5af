using System.Collections.Immutable;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Processors.Sandbox;

/// <summary>What was actually moved in a currency.</summary>
/// <param name="Captured">Captured from cards.</param>
/// <param name="Refunded">Refunded of captures.</param>
/// <param name="Credited">Sent by settled credits.</param>
public sealed record SandboxTotals(Money Captured, Money Refunded, Money Credited);

/// <summary>An organization's operations at the sandbox, and their sums.</summary>
/// <param name="Totals">By currency code, for each currency with an operation.</param>
/// <param name="Operations">All of them, declined and pending ones too, in the order of their first requests.</param>
public sealed record SandboxStatement(
    ImmutableSortedDictionary<string, SandboxTotals> Totals, ImmutableArray<SandboxOperation> Operations)
{
    /// <summary>Reads the books. Not a consistent snapshot while operations are in progress.</summary>
    public static async Task<SandboxStatement> ReadAsync(
        ISandboxBooks books, OrganizationId organization, CancellationToken cancellationToken)
    {
        var operations = new List<SandboxOperation>();
        await foreach (var operation in books.ListAsync(organization, cancellationToken)) operations.Add(operation);
        return Create(operations);
    }

    public static SandboxStatement Create(IEnumerable<SandboxOperation> operations)
    {
        var ordered = operations
            .OrderBy(operation => operation.AskedAt)
            .ThenBy(operation => operation.Reference, StringComparer.Ordinal)
            .ToImmutableArray();
        var totals = ordered
            .GroupBy(operation => operation.Amount.Currency)
            .ToImmutableSortedDictionary(
                group => group.Key.Code,
                group => new SandboxTotals(
                    Moved(group, group.Key, SandboxKind.Capture),
                    Moved(group, group.Key, SandboxKind.Refund),
                    Moved(group, group.Key, SandboxKind.Settlement)),
                StringComparer.Ordinal);
        return new SandboxStatement(totals, ordered);
    }

    /// <summary>What was moved in a currency; zero if it has no operations.</summary>
    public SandboxTotals In(Currency currency) => Totals.GetValueOrDefault(
        currency.Code, new SandboxTotals(Money.Zero(currency), Money.Zero(currency), Money.Zero(currency)));

    private static Money Moved(IEnumerable<SandboxOperation> operations, Currency currency, SandboxKind kind) =>
        operations
            .Where(operation => operation.Kind == kind && operation is { State: SandboxState.Done, Voided: false })
            .Sum(currency, operation => operation.Amount);
}
