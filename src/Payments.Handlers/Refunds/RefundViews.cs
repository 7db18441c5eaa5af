using System.Collections.Immutable;
using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>Finds what refunds are shown with.</summary>
public sealed class RefundViews(ILedgerStore ledgers)
{
    /// <summary>A refund that has no allocations yet: the head alone tells.</summary>
    public static RefundView OfNew(Refund refund, LedgerHead head) =>
        new(refund, AuthorizationOf(refund, head, NoCaptures)!, NoCaptures);

    /// <summary>Refunds of one ledger as they are, with the captures that they name.</summary>
    public async Task<IReadOnlyList<RefundView>> OfAsync(
        LedgerAddress address, LedgerHead head, IReadOnlyList<Refund> refunds, CancellationToken cancellationToken)
    {
        var ids = refunds.SelectMany(refund => refund.Touched()).Distinct().ToList();
        var captures = ids.Count == 0
            ? NoCaptures
            : ById(await ledgers.LoadAsync(address, [.. ids.Select(RecordKey.Of)], cancellationToken));
        var views = refunds.Select(refund => TryView(refund, head, captures)).ToList();
        if (views.All(view => view is not null)) return views!;

        // A capture that a storefront recorded may be taken away again, once the refunds of it have failed.
        var journal = await ledgers.LoadJournalAsync(address, cancellationToken);
        return [.. refunds.Select(refund => View(refund, long.MaxValue, journal))];
    }

    /// <summary>States that refunds of one ledger were in, each with what it was shown with then.</summary>
    public async Task<IReadOnlyList<RefundView>> OfAsync(
        LedgerAddress address, IReadOnlyList<ResourceVersion<Refund>> versions, CancellationToken cancellationToken)
    {
        if (versions.All(version => IsPlaced(version.Record)))
        {
            var loaded = await ledgers.LoadAsync(address, [], cancellationToken);
            var refunds = versions.Select(version => version.Record).ToList();
            return await OfAsync(address, loaded.Head!, refunds, cancellationToken);
        }

        // What was the ledger's first capture then need not be so now: a storefront may have taken it away.
        var journal = await ledgers.LoadJournalAsync(address, cancellationToken);
        return [.. versions.Select(version => View(version.Record, version.Sequence, journal))];
    }

    private static readonly ImmutableDictionary<Id<Capture>, Capture> NoCaptures =
        ImmutableDictionary<Id<Capture>, Capture>.Empty;

    private static ImmutableDictionary<Id<Capture>, Capture> ById(LoadedLedger loaded) =>
        loaded.All<Capture>().ToImmutableDictionary(capture => capture.Id);

    private static RefundView? TryView(
        Refund refund, LedgerHead head, ImmutableDictionary<Id<Capture>, Capture> captures) =>
        refund.Touched().All(captures.ContainsKey) && AuthorizationOf(refund, head, captures) is { } authorization
            ? new RefundView(refund, authorization, captures)
            : null;

    /// <summary>Whether it says itself what authorization it is shown with.</summary>
    private static bool IsPlaced(Refund refund) =>
        refund.Scope.Authorization is not null || !refund.Allocations.IsEmpty;

    /// <summary>The same as the ledger was at an entry of its journal, with all that ever was in it.</summary>
    private static RefundView View(Refund refund, long sequence, IReadOnlyList<JournalEntry> journal)
    {
        var captures = journal.Select(entry => entry.Record).OfType<Capture>()
            .GroupBy(capture => capture.Id)
            .ToImmutableDictionary(states => states.Key, states => states.Last());
        var first = refund.Allocations.IsEmpty
            ? FirstCapture(sequence, journal)
            : captures[refund.Allocations[0].Capture];
        var authorization = refund.Scope.Authorization ?? first.Authorization;
        var key = journal.Select(entry => entry.Record).OfType<Authorization>()
            .First(found => found.Id == authorization).Key;
        return new RefundView(refund, new AuthorizationName(authorization, key), captures);
    }

    /// <summary>The first to succeed of the captures that were there; if none is left, the first of all.</summary>
    private static Capture FirstCapture(long sequence, IReadOnlyList<JournalEntry> journal)
    {
        var gone = journal
            .Where(entry => entry.Type == ChangeType.Delete && entry.Sequence < sequence)
            .Select(entry => entry.Record.RecordKey)
            .ToHashSet();
        var succeeded = journal.Select(entry => entry.Record).OfType<Capture>()
            .Where(capture => capture.Status == CaptureStatus.Succeeded)
            .ToList();
        return succeeded.Find(capture => !gone.Contains(capture.RecordKey)) ?? succeeded[0];
    }

    private static AuthorizationName? AuthorizationOf(
        Refund refund, LedgerHead head, ImmutableDictionary<Id<Capture>, Capture> captures)
    {
        if (refund.Scope.Authorization is { } selected) return NameOf(head.Find(selected));
        if (refund.Allocations.IsEmpty)
            return head.Captures.IsEmpty ? null : NameOf(head.Find(head.Captures[0].Authorization));
        var first = refund.Allocations[0].Capture;
        return head.Find(first) is { } balance
            ? NameOf(head.Find(balance.Authorization))
            : captures.TryGetValue(first, out var capture)
                ? new AuthorizationName(capture.Authorization, capture.AuthorizationKey)
                : null;
    }

    private static AuthorizationName? NameOf(AuthorizationBalance? balance) =>
        balance is null ? null : new AuthorizationName(balance.Id, balance.Key);
}
