using Payments.Handlers.Ports;
using Payments.Ledger.Balances;

namespace Payments.Handlers.Reading;

/// <summary>The order of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Comparer">Orders what is in memory; equal ones go by their ids.</param>
/// <param name="Timeline">
/// From which end the timeline is in that order; null where it is in that order from neither, so that only a narrowed
/// list can have it.
/// </param>
public sealed record ListOrder<T>(IComparer<T> Comparer, TimelineOrder? Timeline);

/// <summary>A part of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Filter">What it is narrowed to.</param>
/// <param name="Order">Its order.</param>
/// <param name="Offset">How many are passed over.</param>
/// <param name="Limit">How many are shown at the most.</param>
/// <param name="RecordFilter">What else must hold of what is shown; null for nothing.</param>
public sealed record ListRequest<T>(
    ListFilter Filter, ListOrder<T> Order, long Offset, int Limit, RecordFilter<T>? RecordFilter = null);

/// <summary>What must hold of each that is shown, where no index leads to them.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="From">Not made before, to the millisecond that it is shown with; null for whenever.</param>
/// <param name="To">Not made after, to that millisecond; null for whenever.</param>
/// <param name="Matches">The rest.</param>
public sealed record RecordFilter<T>(DateTimeOffset? From, DateTimeOffset? To, Func<T, bool> Matches)
{
    /// <summary>Where a moment is: before the time that is asked for (-1), in it (0), or after it (1).</summary>
    public int Place(DateTimeOffset at)
    {
        var shown = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMillisecond));
        return shown < From ? -1 : shown > To ? 1 : 0;
    }
}

/// <summary>A resource in a list, with its ledger as far as it was read for it.</summary>
/// <typeparam name="T">The kind of resource.</typeparam>
/// <param name="Record">The resource.</param>
/// <param name="Address">Its ledger's address.</param>
/// <param name="Head">Its ledger's balances.</param>
public sealed record Listed<T>(T Record, LedgerAddress Address, LedgerHead Head);
