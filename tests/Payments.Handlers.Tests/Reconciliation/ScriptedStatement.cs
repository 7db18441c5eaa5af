using System.Runtime.CompilerServices;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests.Reconciliation;

/// <summary>A processor's statement that a test may falsify, or make fail.</summary>
internal sealed class ScriptedStatement(IProcessorStatement inner) : IProcessorStatement
{
    /// <summary>What becomes of each movement; null for one that is left out.</summary>
    public Func<ProcessorMovement, ProcessorMovement?> Change { get; set; } = movement => movement;

    /// <summary>Whose statement can't be read.</summary>
    public Func<OrganizationId, bool> Fails { get; set; } = _ => false;

    public ProcessorName Name => inner.Name;

    public bool HasAccount(OrganizationId organization) => inner.HasAccount(organization);

    public async IAsyncEnumerable<ProcessorMovement> ReadAsync(
        OrganizationId organization,
        DateTimeOffset from,
        DateTimeOffset to,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Fails(organization)) throw new StatementUnavailableException("It is away.");
        await foreach (var movement in inner.ReadAsync(organization, from, to, cancellationToken))
        {
            if (Change(movement) is { } changed) yield return changed;
        }
    }
}
