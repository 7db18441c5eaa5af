using System.Runtime.CompilerServices;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Processors.Sandbox;

/// <summary>
/// The sandbox's books as a processor's statement. They are read whole: they stand for another company's database, and
/// have no index of times.
/// </summary>
public sealed class SandboxMovements(ISandboxBooks books) : IProcessorStatement
{
    /// <inheritdoc/>
    public ProcessorName Name => ProcessorName.Sandbox;

    /// <inheritdoc/>
    public bool HasAccount(OrganizationId organization) => true;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ProcessorMovement> ReadAsync(
        OrganizationId organization,
        DateTimeOffset from,
        DateTimeOffset to,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var operation in books.ListAsync(organization, cancellationToken))
        {
            foreach (var posting in operation.ListPostings().Where(posting => posting.At >= from && posting.At < to))
            {
                yield return new ProcessorMovement(
                    posting.Kind,
                    posting.IsReturn,
                    posting.Dispute ?? operation.Reference,
                    operation.Amount,
                    posting.At)
                {
                    Operations = [operation.IdempotencyKey],
                };
            }
        }
    }
}
