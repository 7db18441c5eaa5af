using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>An order with its balances at a moment.</summary>
/// <param name="Order">As it was registered.</param>
/// <param name="Head">Its ledger's balances.</param>
/// <param name="At">The moment; expiry is judged by it. UTC.</param>
public sealed record OrderView(Order Order, LedgerHead Head, DateTimeOffset At)
{
    /// <summary>What is still to be paid.</summary>
    public Money Balance => Head.Balance(At);
}

/// <summary>Registers orders and shows them.</summary>
public sealed class Orders(
    ILedgerStore ledgers,
    LedgerWriter writer,
    UnsettledReminders reminders,
    IOrganizations organizations,
    TimeProvider time)
{
    /// <summary>
    /// Registers an order, or changes its total; <c>Replayed</c> is true where it was registered before.
    /// </summary>
    public async Task<Answer<OrderView>> RegisterAsync(
        OrganizationId organization,
        OrderNumber number,
        Money total,
        Money shipping,
        CancellationToken cancellationToken)
    {
        var command = new RegisterOrder(
            number, total, shipping, time.GetUtcNow(), organizations[organization].RefundsReopenBalance);
        var known = false;
        LedgerHead? head = null;
        var decision = await writer.WriteAsync(
            LedgerAddress.Of(organization, number),
            [],
            loaded =>
            {
                known = loaded.Head?.Order is not null;
                var decided = OrderDecisions.Decide(loaded.Head, command);
                head = (decided as Decision<Order>.Accepted)?.Changes.Head;
                return decided;
            },
            cancellationToken);
        return decision is Decision<Order>.Refused refused
            ? new Answer<OrderView>.Refused(refused.Refusal)
            : new Answer<OrderView>.Accepted(new OrderView(head!.Order!, head, command.At), known);
    }

    /// <summary>An order, or null for one that was never registered.</summary>
    public async Task<OrderView?> FindAsync(
        OrganizationId organization, OrderNumber number, CancellationToken cancellationToken)
    {
        var address = LedgerAddress.Of(organization, number);
        var loaded = await ledgers.LoadAsync(address, [], cancellationToken);
        await reminders.SendAsync(address, loaded.Head, cancellationToken);
        return loaded.Head?.Order is { } order ? new OrderView(order, loaded.Head, time.GetUtcNow()) : null;
    }
}
