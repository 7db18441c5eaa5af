using System.Globalization;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;

namespace Payments.Simulation.Checks;

/// <summary>One thing that the ledger has asked of the sandbox, by the name that the ledger gives it.</summary>
/// <param name="Key">The idempotency key.</param>
/// <param name="Amount">How much.</param>
/// <param name="Allowed">The ledger stands so that it may be done, or has been.</param>
/// <param name="Done">The ledger says that it was done.</param>
/// <param name="Refused">The ledger says that it was not, and never will be.</param>
internal sealed record Movement(string Key, Money Amount, bool Allowed, bool Done, bool Refused)
{
    private const string SandboxMark = "sbx-";
    private const string Settlement = "/settle";

    /// <summary>What the sandbox made is the sandbox's; what a storefront recorded was done elsewhere.</summary>
    public static bool IsOfSandbox(string? reference) =>
        reference?.StartsWith(SandboxMark, StringComparison.Ordinal) == true;

    /// <summary>Whether a part of a refund was made by the sandbox.</summary>
    public static bool IsOfSandbox(Allocation part) =>
        part.Outcome is AllocationOutcome.Succeeded done && IsOfSandbox(done.ProcessorReference);

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
                capture.Status != CaptureStatus.Failed,
                capture.Status == CaptureStatus.Succeeded,
                capture.Status == CaptureStatus.Failed),
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

    /// <summary>
    /// The movement that an operation of the sandbox is, in the ledger that it names; null where there is none.
    /// </summary>
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
        part.Status != AllocationStatus.Declined,
        part.Status == AllocationStatus.Succeeded,
        part.Status == AllocationStatus.Declined);
}
