using System.Collections.Immutable;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Credits;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Credits;

/// <summary>A request to send money to a card with no earlier authorization.</summary>
/// <param name="RequestKey">The caller's key: the same again is the same credit.</param>
/// <param name="Order">The order it is for; null where the merchant named none.</param>
/// <param name="Amount">How much.</param>
/// <param name="Instrument">Where to; kept no longer than the processor takes to answer.</param>
/// <param name="Card">What may be kept of the card; null for a token that says nothing of it.</param>
/// <param name="Origin">What else the request said, by the field names of the API that took it: only kept.</param>
/// <param name="Fingerprint">
/// A hash of all that makes a request the same request: which of its other fields do, only the API that took it knows.
/// Of the card it has only what may be kept: a hash of its number would be as good as the number.
/// </param>
public sealed record CreditRequest(
    Key RequestKey,
    OrderNumber? Order,
    Money Amount,
    CreditInstrument Instrument,
    CardSummary? Card,
    ImmutableDictionary<string, string> Origin,
    string Fingerprint);

/// <summary>
/// Gives open credits. The processor is asked whether it will before the commit; the money is sent afterwards, by the
/// queue's side, so that a credit that was never stored never moves money.
/// </summary>
public sealed class CreditHandler(
    RequestAcceptor acceptor,
    LedgerReader reader,
    ProcessorDirectory processors,
    IIdSource unique,
    TimeProvider time)
{
    private readonly ProcessorDirectory _processors = processors;
    private readonly TimeProvider _time = time;

    /// <summary>
    /// Clients draw their request ids from 7 digits at random, and promise no more than 5 minutes in which they do not
    /// use one again (commerce-hub-credits.md): for ever, one in a thousand would meet a stranger's after 10,000
    /// credits. After a day the id is free, for the same request too: that is a second credit.
    /// </summary>
    public static readonly TimeSpan RequestKeyLifetime = TimeSpan.FromHours(24);

    /// <summary>
    /// The credit, authorized or declined; or a no. Throws <see cref="ProcessorUnavailableException"/> where the
    /// processor does not say.
    /// </summary>
    public Task<Answer<Credit>> GiveAsync(
        OrganizationId organization, CreditRequest request, CancellationToken cancellationToken)
    {
        var ledger = request.Order is { } order
            ? LedgerId.ForOrder(order)
            : LedgerId.ForKey(Credit.Prefix, request.RequestKey, request.Fingerprint);
        var address = new LedgerAddress(organization, ledger);
        var giving = new Giving(this, address, request, cancellationToken);
        return acceptor.AcceptAsync(
            new AcceptRequest<Credit>
            {
                Address = address,
                Key = request.RequestKey,
                KeyLifetime = RequestKeyLifetime,
                Fingerprint = request.Fingerprint,
                NewId = Id<Credit>.NewShort(ledger, unique.NextId()),
                Decide = giving.DecideAsync,
                Work = id => (new SettleCredit(address, id), TimeSpan.Zero),
            },
            cancellationToken);
    }

    /// <summary>A credit by its id; null for one that this organization does not have.</summary>
    public Task<Credit?> FindAsync(
        OrganizationId organization, Id<Credit> id, CancellationToken cancellationToken) =>
        reader.FindAsync(organization, id, cancellationToken);

    /// <summary>
    /// Two requests that are a lifetime apart are of different days, so that the processor does not take the later for
    /// the earlier. A repetition past midnight has it promise the same money once more; only what is stored is sent.
    /// </summary>
    private static string OperationKey(CreditRequest request, DateTimeOffset at)
    {
        var day = at.UtcTicks / RequestKeyLifetime.Ticks;
        return $"{Credit.Prefix}:{Fingerprint.Compute(request.RequestKey, request.Fingerprint, day)}";
    }

    private static CreditAnswer ToAnswer(ProcessorResponse answer) => answer switch
    {
        ProcessorResponse.Approved approved => new CreditAnswer.Approved(approved.Reference, approved.ApprovalCode),
        ProcessorResponse.Declined declined => new CreditAnswer.Declined(declined.Decline),
        _ => throw new ProcessorUnavailableException("The processor did not say whether the credit is authorized."),
    };

    /// <summary>One request's decision. However often it is made anew, the processor is asked once.</summary>
    private sealed class Giving(
        CreditHandler use,
        LedgerAddress address,
        CreditRequest request,
        CancellationToken cancellationToken)
    {
        private readonly DateTimeOffset _began = ReproducibleExecution.GetTime(use._time);
        private CreditAnswer? _answer;

        public async Task<Decision<Credit>> DecideAsync(LoadedLedger loaded, Id<Credit> id)
        {
            if (CreditDecisions.Check(loaded.Head, request.Amount) is { } refusal)
                return new Decision<Credit>.Rejected(refusal);
            var processor = use._processors.Default;
            _answer ??= ToAnswer(await processor.ExecuteAsync(
                new AuthorizeCredit(
                    address.Organization, OperationKey(request, _began), request.Amount, request.Instrument),
                cancellationToken));
            var command = new GiveCredit(
                id,
                request.Order,
                request.Amount,
                request.Card,
                request.Origin,
                processor.Name,
                use._time.GetUtcNow());
            return CreditDecisions.Decide(loaded.Head, command, _answer);
        }
    }
}
