using Payments.Handlers.Ports;
using Payments.Ledger.Balances;

namespace Payments.Handlers.Reading;

/// <summary>The order of a list.</summary>
/// <typeparam name="T">The listed resource.</typeparam>
/// <param name="Comparer">Sorts in memory; equal ones are sorted by id.</param>
/// <param name="Timeline">
/// The end of the timeline that gives this order; null if neither does, so that only a filtered list can have it.
/// </param>
public sealed record ListOrder<T>(IComparer<T> Comparer, TimelineOrder? Timeline);

/// <summary>A request for a page of a list.</summary>
/// <typeparam name="T">The listed resource.</typeparam>
/// <param name="Filter">Which entries.</param>
/// <param name="Order">Their order.</param>
/// <param name="Offset">How many to skip.</param>
/// <param name="Limit">How many to return at most.</param>
/// <param name="RecordFilter">Further conditions on each record; null for none.</param>
public sealed record ListRequest<T>(
    ListFilter Filter, ListOrder<T> Order, long Offset, int Limit, RecordFilter<T>? RecordFilter = null);

/// <summary>Conditions on each record that no index serves.</summary>
/// <typeparam name="T">The listed resource.</typeparam>
/// <param name="From">Not created before, to the millisecond that is shown; null for any time.</param>
/// <param name="To">Not created after, to that millisecond; null for any time.</param>
/// <param name="Matches">All other conditions.</param>
public sealed record RecordFilter<T>(DateTimeOffset? From, DateTimeOffset? To, Func<T, bool> Matches)
{
    /// <summary>Where a moment lies: before the range (-1), in it (0), or after it (1).</summary>
    public int Place(DateTimeOffset at)
    {
        var shown = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMillisecond));
        return shown < From ? -1 : shown > To ? 1 : 0;
    }
}

/// <summary>A resource in a list, with as much of its ledger as was read for it.</summary>
/// <typeparam name="T">The kind of resource.</typeparam>
/// <param name="Record">The resource.</param>
/// <param name="Address">Its ledger's address.</param>
/// <param name="Head">Its ledger's balances.</param>
/// <param name="Created">The number of the journal entry that created it, where its row says so.</param>
public sealed record Listed<T>(T Record, LedgerAddress Address, LedgerHead Head, long? Created = null);
