using System.Text.Json;
using Payments.Dialects.Flow;
using Payments.Handlers.Reconciliation;

namespace Payments.Dialects.Ops;

/// <summary>The response of <c>/ops/reconciliation</c>.</summary>
/// <param name="To">The end of what was compared: earlier than asked for, if that was too recent.</param>
/// <param name="Differences">How many there are, with all processors.</param>
internal sealed record ReconciliationModel(
    string Organization,
    string From,
    string To,
    int Differences,
    IReadOnlyList<ReconciledProcessorModel> Processors)
{
    public static ReconciliationModel Create(ReconciliationReport report) => new(
        report.Organization.Value,
        FlowJson.FormatTime(report.Period.From),
        FlowJson.FormatTime(report.Period.To),
        report.Differences.Count(),
        [.. report.Processors.Select(ReconciledProcessorModel.Create)]);
}

/// <summary>What the comparison with one processor came to.</summary>
/// <param name="Reconciled">False if the processor shows no statement, so that nothing was compared.</param>
/// <param name="ForeignMovements">Of payments that this service did not make; not compared.</param>
internal sealed record ReconciledProcessorModel(
    string Processor,
    bool Reconciled,
    int Movements,
    int ForeignMovements,
    IReadOnlyList<DifferenceModel> Differences)
{
    public static ReconciledProcessorModel Create(ProcessorReconciliation compared) => new(
        compared.Processor.Value,
        compared.HasStatement,
        compared.Movements,
        compared.Foreign,
        [.. compared.Differences.Select(DifferenceModel.Create)]);
}

/// <summary>A difference.</summary>
/// <param name="Reference">The processor's; left out if its statement has nothing.</param>
/// <param name="Operation">
/// The record's id, with the number of a refund's part; left out if this service asked for nothing.
/// </param>
/// <param name="AtProcessor">An amount with its currency; left out if the statement has nothing.</param>
/// <param name="InLedger">The same of the ledger.</param>
internal sealed record DifferenceModel(
    string Difference,
    string Movement,
    string? Reference,
    string? Operation,
    string? AtProcessor,
    string? InLedger,
    string At,
    string Cause,
    string Remedy)
{
    public static DifferenceModel Create(Difference difference) => new(
        JsonNamingPolicy.SnakeCaseLower.ConvertName(difference.Kind.ToString()),
        JsonNamingPolicy.SnakeCaseLower.ConvertName(difference.Movement.ToString()),
        difference.Reference,
        difference.Operation?.ToString(),
        difference.AtProcessor?.ToString(),
        difference.InLedger?.ToString(),
        FlowJson.FormatTime(difference.At),
        difference.Cause,
        difference.Remedy);
}
