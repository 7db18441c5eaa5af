using Payments.Ledger.Identity;

namespace Payments.Handlers.Ports;

/// <summary>
/// Where a ledger is stored: the organization is always part of it, so that no id reaches another organization's
/// ledger.
/// </summary>
/// <param name="Organization">The organization that the caller's credentials belong to.</param>
/// <param name="Ledger">The ledger's id.</param>
public readonly record struct LedgerAddress(OrganizationId Organization, LedgerId Ledger)
{
    /// <summary>The address of an order's ledger.</summary>
    public static LedgerAddress ForOrder(OrganizationId organization, OrderNumber order) =>
        new(organization, LedgerId.ForOrder(order));

    /// <summary>For message sessions, locks and logs.</summary>
    public override string ToString() => $"{Organization}|{Ledger}";
}
