using System.Globalization;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Refunds;

/// <summary>The processor's side of allocations: each is executed once, and from then on asked about.</summary>
public sealed class RefundOperations(ILedgerStore ledgers, ProcessorDirectory processors)
{
    /// <summary>The idempotency key of an allocation at the processor: the same in every repetition.</summary>
    internal static string OperationKey(Id<Refund> refund, Allocation allocation) =>
        string.Create(CultureInfo.InvariantCulture, $"{refund}/{allocation.Number}");

    /// <summary>
    /// The outcome of each allocation, by its number; null if it is unknown. One whose reference is known is asked
    /// about; any other is executed. Those of captures that a storefront has removed are left out.
    /// </summary>
    internal async Task<IReadOnlyList<(int Number, ProcessorOutcome? Outcome)>> CallAsync(
        LedgerAddress address,
        Id<Refund> refund,
        IReadOnlyCollection<Allocation> allocations,
        LedgerHead head,
        CancellationToken cancellationToken)
    {
        var captures = await FindCapturesAsync(address, allocations, head, cancellationToken);
        return await allocations.Where(allocation => captures.ContainsKey(allocation.Capture)).QueryEachAsync(
            async allocation =>
            {
                var capture = captures[allocation.Capture];
                var operation = new RefundFunds(
                    address.Organization, OperationKey(refund, allocation), allocation.Amount, capture.Reference);
                var processor = processors[capture.Processor];
                var response = allocation.ProcessorReference is { } reference
                    ? await processor.QueryAsync(operation, reference, cancellationToken)
                    : await processor.ExecuteAsync(operation, cancellationToken);
                return (allocation.Number, response.Outcome);
            },
            cancellationToken);
    }

    /// <summary>What each allocation's capture is called at the processor: by the head, else by the capture.</summary>
    private async Task<Dictionary<Id<Capture>, ProcessorCapture>> FindCapturesAsync(
        LedgerAddress address,
        IReadOnlyCollection<Allocation> allocations,
        LedgerHead head,
        CancellationToken cancellationToken)
    {
        var found = new Dictionary<Id<Capture>, ProcessorCapture>();
        var unread = new List<Id<Capture>>();
        foreach (var capture in allocations.Select(allocation => allocation.Capture).Distinct())
        {
            if (head.Find(capture)?.AtProcessor is { } reference)
                found.Add(capture, reference);
            else
                unread.Add(capture);
        }

        if (unread.Count == 0) return found;
        var loaded = await ledgers.LoadAsync(address, [.. unread.Select(RecordKey.For)], cancellationToken);
        foreach (var capture in unread)
        {
            if (loaded.Find(capture)?.AtProcessor is { } reference) found.Add(capture, reference);
        }

        return found;
    }
}
