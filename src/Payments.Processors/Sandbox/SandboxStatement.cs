using System.Collections.Immutable;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Processors.Sandbox;

/// <summary>What really moved in a currency.</summary>
/// <param name="Captured">Taken from cards.</param>
/// <param name="Refunded">Given back of captures.</param>
/// <param name="Credited">Sent by settled credits.</param>
public sealed record SandboxTotals(Money Captured, Money Refunded, Money Credited);

/// <summary>An organization's operations at the sandbox, and their sums.</summary>
/// <param name="Totals">Per currency in which anything was asked for, by code.</param>
/// <param name="Operations">All of them, declined and waiting ones too, in the order of their first asks.</param>
public sealed record SandboxStatement(
    ImmutableSortedDictionary<string, SandboxTotals> Totals, ImmutableArray<SandboxOperation> Operations)
{
    /// <summary>The statement as the books stand. Not one moment's, while operations are being made.</summary>
    public static async Task<SandboxStatement> ReadAsync(
        ISandboxBooks books, OrganizationId organization, CancellationToken cancellationToken)
    {
        var operations = new List<SandboxOperation>();
        await foreach (var operation in books.ListAsync(organization, cancellationToken)) operations.Add(operation);
        return Create(operations);
    }

    /// <summary>The statement of some operations.</summary>
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

    /// <summary>What moved in a currency; nothing, where nothing was asked for.</summary>
    public SandboxTotals In(Currency currency) => Totals.GetValueOrDefault(
        currency.Code, new SandboxTotals(Money.Zero(currency), Money.Zero(currency), Money.Zero(currency)));

    private static Money Moved(IEnumerable<SandboxOperation> operations, Currency currency, SandboxKind kind) =>
        operations
            .Where(operation => operation.Kind == kind && operation.State == SandboxState.Done)
            .Sum(currency, operation => operation.Amount);
}
