using Payments.Handlers.Limits;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Credits;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Credits;

/// <summary>A request to send money to a card without an earlier authorization.</summary>
/// <param name="Terms">What of it may be stored.</param>
/// <param name="Instrument">Where the money goes: kept no longer than the processor takes to respond.</param>
public sealed record CreditRequest(CreditTerms Terms, CreditInstrument Instrument);

/// <summary>
/// Grants open credits. The processor approves before the commit; the money is sent afterwards, by the queue, so that a
/// credit that was never stored never moves money.
/// </summary>
public sealed class CreditHandler(
    RequestAcceptor acceptor,
    LedgerReader reader,
    ProcessorDirectory processors,
    IOrganizations organizations,
    DailyLimits limits,
    IIdSource unique,
    TimeProvider time)
{
    private readonly TimeProvider _time = time;

    /// <summary>
    /// Clients draw 7 random digits for a request id and guarantee uniqueness for 5 minutes only
    /// (docs/reference/commerce-hub-credits.md): if ids were kept forever, one request in a thousand would collide
    /// after 10,000 credits. After a day an id is free, for the same request too: that is a second credit.
    /// </summary>
    public static readonly TimeSpan RequestKeyLifetime = TimeSpan.FromHours(24);

    /// <summary>
    /// The credit, authorized or declined; or a rejection. Throws <see cref="ProcessorUnavailableException"/> if the
    /// processor's outcome is unknown.
    /// </summary>
    public async Task<Answer<Credit>> GiveAsync(
        OrganizationId organization, CreditRequest request, CancellationToken cancellationToken)
    {
        var terms = request.Terms;
        var ledger = terms.Order is { } order
            ? LedgerId.ForOrder(order)
            : LedgerId.ForKey(Credit.Prefix, terms.RequestKey, terms.Fingerprint);
        var address = new LedgerAddress(organization, ledger);
        var choices = await organizations.GetAsync(organization, cancellationToken);
        var claim = limits.OpenCredits(choices);
        var giving = new Giving(this, address, request, processors.Choose(choices), claim, cancellationToken);
        var (answer, _) = await acceptor.AcceptAsync(
            new AcceptRequest<Credit>
            {
                Address = address,
                Key = terms.RequestKey,
                KeyLifetime = RequestKeyLifetime,
                Fingerprint = terms.Fingerprint,
                NewId = Id<Credit>.NewShort(ledger, unique.NextId()),
                CallsProcessor = true,
                Decide = giving.DecideAsync,
                Claim = claim,
                Work = id => (new SettleCredit(address, id), TimeSpan.Zero),
            },
            cancellationToken);
        return answer;
    }

    /// <summary>A credit by its id; null if this organization does not have it.</summary>
    public Task<Credit?> FindAsync(
        OrganizationId organization, Id<Credit> id, CancellationToken cancellationToken) =>
        reader.FindAsync(organization, id, cancellationToken);

    /// <summary>
    /// Two requests whose key was free again in between are of different days, so that the processor does not take the
    /// later for a repetition of the earlier. A request repeated past midnight is approved twice; only what is stored
    /// is sent.
    /// </summary>
    private static string OperationKey(CreditTerms terms, DateTimeOffset at)
    {
        var day = at.UtcTicks / RequestKeyLifetime.Ticks;
        return $"{Credit.Prefix}:{Fingerprint.Compute(terms.RequestKey, terms.Fingerprint, day)}";
    }

    private static CreditAnswer ToAnswer(ProcessorResponse answer) => answer switch
    {
        ProcessorResponse.Approved approved => new CreditAnswer.Approved(approved.Reference, approved.ApprovalCode),
        ProcessorResponse.Declined declined => new CreditAnswer.Declined(declined.Decline),
        _ => throw new ProcessorUnavailableException("It is unknown whether the processor authorized the credit."),
    };

    /// <summary>One request's decision. However often it is repeated, the processor is called once.</summary>
    private sealed class Giving(
        CreditHandler use,
        LedgerAddress address,
        CreditRequest request,
        IPaymentProcessor processor,
        DailyClaim claim,
        CancellationToken cancellationToken)
    {
        private readonly DateTimeOffset _began = ReproducibleExecution.GetTime(use._time);
        private CreditAnswer? _answer;

        public async Task<Decision<Credit>> DecideAsync(LoadedLedger loaded, Id<Credit> id)
        {
            var terms = request.Terms;
            if (CreditDecisions.Check(loaded.Head, terms.Amount) is { } rejection)
                return new Decision<Credit>.Rejected(rejection);
            if (_answer is not CreditAnswer.Declined
                && await claim.CoverAsync(terms.Amount, cancellationToken) is { } limited)
                return new Decision<Credit>.Rejected(limited);
            _answer ??= ToAnswer(await processor.ExecuteAsync(
                new AuthorizeCredit(
                    address.Organization, OperationKey(terms, _began), terms.Amount, request.Instrument),
                cancellationToken));
            if (_answer is CreditAnswer.Declined) claim.Release();
            var command = new GiveCredit(id, terms, processor.Name, use._time.GetUtcNow());
            return CreditDecisions.Decide(loaded.Head, command, _answer);
        }
    }
}
