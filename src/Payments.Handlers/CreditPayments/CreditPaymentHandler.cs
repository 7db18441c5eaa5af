using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.CreditPayments;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.CreditPayments;

/// <summary>A request to pay part of an order with store credit or a gift card.</summary>
/// <param name="Key">The caller's key, if any.</param>
/// <param name="Order">The order.</param>
/// <param name="Description">For people to read; not empty.</param>
/// <param name="Amount">The amount that it pays.</param>
/// <param name="Maximum">The most that may be applied.</param>
/// <param name="Attributes">The caller's own name-value pairs.</param>
public sealed record CreditPaymentRequest(
    Key? Key,
    OrderNumber Order,
    string Description,
    Money Amount,
    Money Maximum,
    ImmutableDictionary<string, string> Attributes);

/// <summary>Records credit payments and reads them.</summary>
public sealed partial class CreditPaymentHandler(
    RequestAcceptor acceptor,
    LedgerReader reader,
    RequestWriter writer,
    KeyReservations keys,
    ResourceKeys names,
    IIdSource unique,
    TimeProvider time)
{
    /// <summary>The credit payment, which has lowered the order's balance; or a rejection.</summary>
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

    /// <summary>A credit payment by key or id; null if this organization has none with it.</summary>
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
