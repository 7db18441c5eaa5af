using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Simulation.Clients;

/// <summary>What the storefronts of one organization know of an order, so that later requests can name it.</summary>
internal sealed class KnownOrder(OrganizationId organization, OrderNumber number)
{
    public OrganizationId Organization => organization;

    public OrderNumber Number => number;

    public List<Authorization> Authorizations { get; } = [];

    public List<Capture> Captures { get; } = [];

    public List<Refund> Refunds { get; } = [];

    public List<CreditPayment> CreditPayments { get; } = [];

    public List<Credit> Credits { get; } = [];

    public List<PaymentId> Payments { get; } = [];

    public List<(PaymentId Payment, TransactionId Id)> Transactions { get; } = [];
}
