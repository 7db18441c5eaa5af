using Payments.Ledger.Identity;

namespace Payments.Handlers.Ports;

/// <summary>
/// Where a ledger is stored: the organization is always part of it, so that no id reaches another's ledger.
/// </summary>
/// <param name="Organization">Whose it is, by the caller's credentials.</param>
/// <param name="Ledger">Which one.</param>
public readonly record struct LedgerAddress(OrganizationId Organization, LedgerId Ledger)
{
    /// <summary>The address of an order's ledger.</summary>
    public static LedgerAddress ForOrder(OrganizationId organization, OrderNumber order) =>
        new(organization, LedgerId.ForOrder(order));

    /// <summary>For messages' sessions, locks and logs.</summary>
    public override string ToString() => $"{Organization}|{Ledger}";
}
