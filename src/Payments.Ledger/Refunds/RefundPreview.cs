using System.Collections.Immutable;
using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Ledger.Refunds;

/// <summary>What a request for a refund would become now.</summary>
public static class RefundPreview
{
    private static readonly ImmutableDictionary<int, ProcessorOutcome> NoOutcomes =
        ImmutableDictionary<int, ProcessorOutcome>.Empty;

    /// <summary>
    /// The refund with its first allocations, or the rejection. It passes through the functions that accept and
    /// allocate the real one, so it can't differ from that on the same ledger. The changes are not for storing.
    /// </summary>
    public static Decision<Refund> Decide(LedgerHead? head, RequestRefund command)
    {
        var decision = RefundDecisions.Decide(head, command);
        return decision is Decision<Refund>.Accepted { Result: var refund, Changes: var accepted }
            && RefundProgress.Advance(accepted.Head, refund, NoOutcomes, command.At) is var (allocated, changes)
            ? Decision<Refund>.Accept(allocated, changes)
            : decision;
    }
}
