using Payments.Ledger;

namespace Payments.Handlers;

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
/// <param name="Narrowing">What it is narrowed to.</param>
/// <param name="Order">Its order.</param>
/// <param name="Offset">How many are passed over.</param>
/// <param name="Limit">How many are shown at the most.</param>
public sealed record ListRequest<T>(Narrowing Narrowing, ListOrder<T> Order, long Offset, int Limit);

/// <summary>A resource in a list, with its ledger as far as it was read for it.</summary>
/// <typeparam name="T">The kind of resource.</typeparam>
/// <param name="Record">The resource.</param>
/// <param name="Address">Its ledger's address.</param>
/// <param name="Head">Its ledger's balances.</param>
public sealed record Listed<T>(T Record, LedgerAddress Address, LedgerHead Head);
