using System.Collections.Concurrent;
using System.Globalization;
using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Limits;

/// <summary>What a day's ceiling limits.</summary>
public enum DailyLimitKind
{
    /// <summary>Refunds, as requested.</summary>
    Refunds,

    /// <summary>Open credits that the processor approved.</summary>
    Credits,
}

/// <summary>
/// The ceilings of organizations for amounts a day, shared by all instances. Amounts are claimed before anything is
/// committed; an accepted request costs no storage call, except one for each slice (docs/adr/0009-limits.md).
/// </summary>
public sealed class DailyLimits(ICounterStore counters, TimeProvider time, Random random)
{
    private readonly ConcurrentDictionary<CounterName, DailyBudget> _budgets = [];

    /// <summary>A claim on refunds, for one request.</summary>
    public DailyClaim OpenRefunds(Organization organization) =>
        new(this, organization.Id, DailyLimitKind.Refunds, organization.Limits.RefundsPerDay);

    /// <summary>A claim on open credits, for one request.</summary>
    public DailyClaim OpenCredits(Organization organization) =>
        new(this, organization.Id, DailyLimitKind.Credits, organization.Limits.CreditsPerDay);

    /// <summary>Returns what this instance has not spent: it stops.</summary>
    public Task CloseAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_budgets.Values.Select(budget => budget.CloseAsync(cancellationToken)));

    /// <summary>Today's budget of this instance.</summary>
    internal DailyBudget FindBudget(OrganizationId organization, DailyLimitKind kind, Currency currency)
    {
        var today = time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var name = new CounterName(organization, $"{kind.ToString().ToLowerInvariant()}-{currency.Code}", today);
        if (_budgets.TryGetValue(name, out var budget)) return budget;

        // Once a day for each ceiling: those of past days are dropped.
        foreach (var past in _budgets.Keys.Where(past => past.Period != today)) _budgets.TryRemove(past, out _);
        return _budgets.GetOrAdd(name, _ => new DailyBudget(name, counters, time, random));
    }
}
