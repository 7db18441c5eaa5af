using System.Collections.Immutable;
using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>Finds what refunds are shown with.</summary>
public sealed class RefundViews(ILedgerStore ledgers)
{
    /// <summary>A refund that has no allocations yet: the head alone tells.</summary>
    public static RefundView OfNew(Refund refund, LedgerHead head) =>
        new(refund, AuthorizationOf(refund, head, NoCaptures)!, NoCaptures);

    /// <summary>Refunds of one ledger, or states that they were in, with the captures that they name.</summary>
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
        return [.. refunds.Select(refund => View(refund, head, journal))];
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

    /// <summary>The same with all that ever was in the ledger.</summary>
    private static RefundView View(Refund refund, LedgerHead head, IReadOnlyList<JournalEntry> journal)
    {
        var captures = journal.Select(entry => entry.Record).OfType<Capture>()
            .GroupBy(capture => capture.Id)
            .ToImmutableDictionary(states => states.Key, states => states.Last());
        var authorizations = journal.Select(entry => entry.Record).OfType<Authorization>().ToList();
        var authorization = AuthorizationOf(refund, head, captures)
            ?? NameOf(authorizations.Find(found => found.Id == refund.Scope.Authorization))
            ?? NameOf(authorizations[0])!;
        return new RefundView(refund, authorization, captures);
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

    private static AuthorizationName? NameOf(Authorization? authorization) =>
        authorization is null ? null : new AuthorizationName(authorization.Id, authorization.Key);
}
