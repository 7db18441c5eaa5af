using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Orders;

namespace Payments.Handlers.Orders;

/// <summary>An order with its balances at a moment.</summary>
/// <param name="Order">As it was registered.</param>
/// <param name="Head">Its ledger's balances.</param>
/// <param name="At">The moment of reading, by which expiry is judged; UTC.</param>
public sealed record OrderView(Order Order, LedgerHead Head, DateTimeOffset At)
{
    /// <summary>What is still to be paid.</summary>
    public Money Balance => Head.Balance(At);
}

/// <summary>Registers orders and reads them.</summary>
public sealed class OrderHandler(
    LedgerReader reader, RequestWriter writer, IOrganizations organizations, TimeProvider time)
{
    /// <summary>Registers an order, or changes its total.</summary>
    public async Task<Answer<OrderView>> RegisterAsync(
        OrganizationId organization,
        OrderNumber number,
        Money total,
        Money shipping,
        CancellationToken cancellationToken)
    {
        var choices = await organizations.GetAsync(organization, cancellationToken);
        var command = new RegisterOrder(
            number, total, shipping, time.GetUtcNow(), choices.RefundsReopenBalance);
        var written = await writer.WriteAsync(
            LedgerAddress.ForOrder(organization, number),
            [],
            loaded => OrderDecisions.Decide(loaded.Head, command),
            cancellationToken);
        return written.ToAnswer(
            order => new OrderView(order, written.After.Balances, command.At),
            written.Ledger.Head?.Order is null ? Outcome.Created : Outcome.Updated);
    }

    /// <summary>The order; null if it was never registered.</summary>
    public async Task<OrderView?> FindAsync(
        OrganizationId organization, OrderNumber number, CancellationToken cancellationToken)
    {
        var loaded = await reader.LoadAsync(LedgerAddress.ForOrder(organization, number), [], cancellationToken);
        return loaded.Head?.Order is { } order ? new OrderView(order, loaded.Head, time.GetUtcNow()) : null;
    }
}
