using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Refunds;

/// <summary>Finds the captures of refunds.</summary>
public sealed class RefundViews(ILedgerStore ledgers)
{
    private static readonly ImmutableDictionary<Id<Capture>, Capture> NoCaptures =
        ImmutableDictionary<Id<Capture>, Capture>.Empty;

    /// <summary>A refund that has no allocations yet.</summary>
    public static RefundView ForNew(Refund refund) => new(refund, NoCaptures);

    /// <summary>Refunds of one ledger, in any of their states, with the captures that they name.</summary>
    public async Task<IReadOnlyList<RefundView>> LoadAsync(
        LedgerAddress address, IReadOnlyList<Refund> refunds, CancellationToken cancellationToken)
    {
        var ids = refunds.SelectMany(refund => refund.Allocations.Select(part => part.Capture)).Distinct().ToList();
        var captures = ids.Count == 0
            ? NoCaptures
            : (await ledgers.LoadAsync(address, [.. ids.Select(RecordKey.For)], cancellationToken))
                .All<Capture>().ToImmutableDictionary(capture => capture.Id);

        // A capture that a storefront recorded may be deleted once its refunds have failed.
        if (!ids.TrueForAll(captures.ContainsKey)) captures = await LoadCapturesAsync(address, cancellationToken);
        return [.. refunds.Select(refund => new RefundView(refund, captures))];
    }

    /// <summary>All captures that a ledger ever had, each in its last state.</summary>
    private async Task<ImmutableDictionary<Id<Capture>, Capture>> LoadCapturesAsync(
        LedgerAddress address, CancellationToken cancellationToken)
    {
        var journal = await ledgers.LoadJournalAsync(address, cancellationToken);
        return journal.Select(entry => entry.Record).OfType<Capture>()
            .GroupBy(capture => capture.Id)
            .ToImmutableDictionary(states => states.Key, states => states.Last());
    }
}
