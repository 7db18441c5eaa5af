using System.Globalization;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;

namespace Payments.Simulation.Checks;

/// <summary>A movement that the ledger requested from the sandbox, by the name that the ledger gives it.</summary>
/// <param name="Key">The idempotency key.</param>
/// <param name="Amount">The amount moved.</param>
/// <param name="Allowed">The ledger's state allows the movement, or says that it was done.</param>
/// <param name="Done">The ledger says that the money was moved.</param>
/// <param name="Rejected">The ledger says that the money was not moved, and never will be.</param>
internal sealed record Movement(string Key, Money Amount, bool Allowed, bool Done, bool Rejected)
{
    private const string SandboxMark = "sbx-";
    private const string Settlement = "/settle";

    /// <summary>Whether the sandbox moved it, and not a storefront that recorded what happened elsewhere.</summary>
    public static bool IsOfSandbox(string? reference) =>
        reference?.StartsWith(SandboxMark, StringComparison.Ordinal) == true;

    /// <summary>Whether the sandbox moved a part of a refund.</summary>
    public static bool IsOfSandbox(Allocation part) => IsOfSandbox(part.ProcessorReference);

    /// <summary>All movements that a record stands for.</summary>
    public static IEnumerable<Movement> Of(Record record) => record switch
    {
        Refund refund => refund.Allocations
            .Where(part => part.Status != AllocationStatus.Succeeded || IsOfSandbox(part))
            .Select(part => Of(refund, part)),
        Capture capture when capture.ProcessorReference is null || IsOfSandbox(capture.ProcessorReference) =>
        [
            new Movement(
                capture.Id.ToString(),
                capture.Amount,
                capture.Outcome is not CaptureOutcome.Declined,
                capture.Outcome is CaptureOutcome.Succeeded or CaptureOutcome.Voided,
                capture.Outcome is CaptureOutcome.Declined),
        ],
        Credit credit when credit.Status != CreditStatus.Declined =>
        [
            new Movement(
                credit.Id + Settlement,
                credit.Amount,
                credit.Status != CreditStatus.Failed,
                credit.Status == CreditStatus.Settled,
                credit.Status == CreditStatus.Failed),
        ],
        _ => [],
    };

    /// <summary>The movement of a sandbox operation in the ledger that it names; null if there is none.</summary>
    public static Movement? Find(SandboxOperation operation, Func<LedgerId, Shadow?> ledger)
    {
        var key = operation.IdempotencyKey;
        var name = key.Split('/')[0];
        Record? record = operation.Kind switch
        {
            SandboxKind.Refund => Id<Refund>.TryParse(name, out var id) ? ledger(id.Ledger)?.Find(id) : null,
            SandboxKind.Capture => Id<Capture>.TryParse(name, out var id) ? ledger(id.Ledger)?.Find(id) : null,
            SandboxKind.Settlement => Id<Credit>.TryParse(name, out var id) ? ledger(id.Ledger)?.Find(id) : null,
            _ => null,
        };
        return record is null ? null : Of(record).FirstOrDefault(movement => movement.Key == key);
    }

    private static Movement Of(Refund refund, Allocation part) => new(
        string.Create(CultureInfo.InvariantCulture, $"{refund.Id}/{part.Number}"),
        part.Amount,
        !part.TakesNothing,
        part.Status == AllocationStatus.Succeeded,
        part.TakesNothing);
}
