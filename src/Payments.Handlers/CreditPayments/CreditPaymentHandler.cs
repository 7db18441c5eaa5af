using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.CreditPayments;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.CreditPayments;

/// <summary>A request to pay a part of an order by credit.</summary>
/// <param name="Key">The caller's key; null for none.</param>
/// <param name="Order">The order.</param>
/// <param name="Description">For people; not empty.</param>
/// <param name="Amount">What it pays.</param>
/// <param name="Maximum">The most that may be applied.</param>
/// <param name="Attributes">The caller's own pairs.</param>
public sealed record CreditPaymentRequest(
    Key? Key,
    OrderNumber Order,
    string Description,
    Money Amount,
    Money Maximum,
    ImmutableDictionary<string, string> Attributes);

/// <summary>Records credit payments, and shows them.</summary>
public sealed partial class CreditPaymentHandler(
    RequestAcceptor acceptor,
    LedgerReader reader,
    RequestWriter writer,
    KeyReservations keys,
    ResourceKeys names,
    IIdSource unique,
    TimeProvider time)
{
    /// <summary>The credit payment, which has lowered the order's balance; or a no.</summary>
    public Task<Answer<CreditPayment>> RecordAsync(
        OrganizationId organization, CreditPaymentRequest request, CancellationToken cancellationToken)
    {
        var ledger = LedgerId.ForOrder(request.Order);
        return acceptor.AcceptAsync(
            new AcceptRequest<CreditPayment>
            {
                Address = new LedgerAddress(organization, ledger),
                Key = request.Key,
                Fingerprint = Fingerprint.Compute(
                    request.Order, request.Description, request.Amount, request.Maximum, request.Attributes),
                NewId = Id<CreditPayment>.New(ledger, unique.NextId()),
                Decide = (loaded, id) =>
                    Task.FromResult(CreditPaymentDecisions.Decide(loaded.Head, ToCommand(request, id))),
            },
            cancellationToken);
    }

    /// <summary>A credit payment by key or id; null for one that this organization does not have.</summary>
    public Task<CreditPayment?> FindAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) =>
        reader.FindAsync<CreditPayment>(organization, keyOrId, cancellationToken);

    private RecordCreditPayment ToCommand(CreditPaymentRequest request, Id<CreditPayment> id) => new(
        id,
        request.Key,
        request.Order,
        request.Description,
        request.Amount,
        request.Maximum,
        request.Attributes,
        time.GetUtcNow());
}
