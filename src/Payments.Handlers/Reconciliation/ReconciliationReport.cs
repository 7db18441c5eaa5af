using System.Collections.Immutable;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Reconciliation;

/// <summary>What the comparison with one processor came to.</summary>
/// <param name="Processor">The processor.</param>
/// <param name="HasStatement">
/// False if the processor shows no statement: then nothing was compared, which is no agreement.
/// </param>
/// <param name="Movements">How many movements of this service's payments its statement has in the period.</param>
/// <param name="Foreign">
/// How many movements in the period are of payments that this service did not make: they are not compared.
/// </param>
/// <param name="Differences">The oldest first.</param>
public sealed record ProcessorReconciliation(
    ProcessorName Processor, bool HasStatement, int Movements, int Foreign, ImmutableArray<Difference> Differences);

/// <summary>What the comparison came to, of one organization in a period.</summary>
/// <param name="Organization">The organization.</param>
/// <param name="Period">What was compared: it ends early if what was asked for is too recent.</param>
/// <param name="Processors">Each processor that the organization uses, or that moved something for it.</param>
public sealed record ReconciliationReport(
    OrganizationId Organization, ComparedPeriod Period, ImmutableArray<ProcessorReconciliation> Processors)
{
    /// <summary>All differences.</summary>
    public IEnumerable<(ProcessorName Processor, Difference Difference)> Differences => Processors.SelectMany(
        processor => processor.Differences.Select(difference => (processor.Processor, difference)));

    /// <summary>The processors that could not be compared with, because they show no statement.</summary>
    public IEnumerable<ProcessorName> NotReconciled =>
        Processors.Where(processor => !processor.HasStatement).Select(processor => processor.Processor);
}
