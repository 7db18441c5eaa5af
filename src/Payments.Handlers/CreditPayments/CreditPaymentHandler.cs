using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.CreditPayments;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.CreditPayments;

/// <summary>Records credit payments and reads them.</summary>
public sealed class CreditPaymentHandler(
    RequestAcceptor acceptor,
    LedgerReader reader,
    RequestWriter writer,
    KeyReservations keys,
    ResourceKeys names,
    IIdSource unique,
    TimeProvider time)
{
    /// <summary>
    /// How often a key is read again if others create and delete its credit payment at the same moment.
    /// </summary>
    private const int MaxRaces = 5;

    /// <summary>The credit payment, which has lowered the order's balance; or a rejection.</summary>
    public async Task<Answer<CreditPayment>> RecordAsync(
        OrganizationId organization, CreditPaymentRequest request, CancellationToken cancellationToken)
    {
        var ledger = LedgerId.ForOrder(request.Order);
        var (answer, _) = await acceptor.AcceptAsync(
            new AcceptRequest<CreditPayment>
            {
                Address = new LedgerAddress(organization, ledger),
                Key = request.Key,
                Fingerprint = Fingerprint.Compute(request.ListParts()),
                NewId = Id<CreditPayment>.New(ledger, unique.NextId()),
                Decide = (loaded, id) =>
                    Task.FromResult(CreditPaymentDecisions.Decide(loaded.Head, ToCommand(request, id))),
            },
            cancellationToken);
        return answer;
    }

    /// <summary>A credit payment by key or id; null if this organization has none with it.</summary>
    public Task<CreditPayment?> FindAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) =>
        reader.FindAsync<CreditPayment>(organization, keyOrId, cancellationToken);

    /// <summary>
    /// The credit payment with that key, created now or replaced as requested; or a rejection; null for an id that this
    /// organization does not have.
    /// </summary>
    public async Task<Answer<CreditPayment>?> PutAsync(
        OrganizationId organization, string keyOrId, CreditPaymentRequest request, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            if (await names.ResolveAsync<CreditPayment>(organization, keyOrId, cancellationToken) is { } id
                && await ReplaceAsync(organization, id, request, cancellationToken) is { } replaced)
            {
                return replaced;
            }

            if (Id<CreditPayment>.TryParse(keyOrId, out _)) return null;
            var made = await RecordAsync(organization, request with { Key = Key.From(keyOrId) }, cancellationToken);
            if (made is not Answer<CreditPayment>.Rejected { Rejection.Reason: RejectionReason.KeyUsedOtherwise })
                return made;
        }

        return Answer<CreditPayment>.Reject(
            RejectionReason.KeyInProgress, $"Other requests with key {keyOrId} are in progress.");
    }

    /// <summary>
    /// The credit payment as it was before it was deleted, or a rejection; null if there was none to delete. The key of
    /// a deleted one may be used again at once, for another.
    /// </summary>
    public async Task<Answer<CreditPayment>?> RemoveAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken)
    {
        if (await FindAsync(organization, keyOrId, cancellationToken) is not { } payment) return null;
        return await keys.RemoveAndReleaseAsync(
            KeyName.For<CreditPayment>(organization, payment.Key),
            payment.Id.ToString(),
            () => RemoveAsync(organization, payment.Id, cancellationToken),
            cancellationToken);
    }

    /// <summary>Null if there is no such credit payment, or no longer.</summary>
    private async Task<Answer<CreditPayment>?> ReplaceAsync(
        OrganizationId organization,
        Id<CreditPayment> id,
        CreditPaymentRequest request,
        CancellationToken cancellationToken)
    {
        var written = await writer.WriteAsync(
            new LedgerAddress(organization, id.Ledger),
            [RecordKey.For(id)],
            loaded => loaded.Find(id) is { } stored
                ? CreditPaymentDecisions.Replace(loaded.Balances, stored, ToCommand(request, id))
                : Missing(id),
            cancellationToken);
        return written.Ledger.Find(id) is null ? null : written.ToAnswer(Outcome.Updated);
    }

    /// <summary>
    /// If an attempt finds nothing to delete because an earlier attempt of this request deleted it and the commit's
    /// response was lost, the deletion counts as this request's (<see cref="LedgerWriter"/>).
    /// </summary>
    private async Task<Answer<CreditPayment>?> RemoveAsync(
        OrganizationId organization, Id<CreditPayment> id, CancellationToken cancellationToken)
    {
        var written = await writer.WriteAsync(
            new LedgerAddress(organization, id.Ledger),
            [RecordKey.For(id)],
            loaded => loaded.Find(id) is { } stored
                ? CreditPaymentDecisions.Remove(loaded.Balances, stored, time.GetUtcNow())
                : Missing(id),
            cancellationToken);
        return written.Ledger.Find(id) is null ? null : written.ToAnswer(Outcome.Deleted);
    }

    private static Decision<CreditPayment> Missing(Id<CreditPayment> id) =>
        Decision<CreditPayment>.Reject(RejectionReason.UnknownResource, $"There is no credit payment {id}.");

    private RecordCreditPayment ToCommand(CreditPaymentRequest request, Id<CreditPayment> id) =>
        new(id, request, time.GetUtcNow());
}
