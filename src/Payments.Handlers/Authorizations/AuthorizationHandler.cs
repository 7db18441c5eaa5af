using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Authorizations;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Authorizations;

/// <summary>
/// Authorizes amounts on cards. The processor is called before the commit: if the request then fails, no money has
/// moved, and the funds are released when the authorization expires.
/// </summary>
public sealed class AuthorizationHandler(
    RequestAcceptor acceptor,
    LedgerReader reader,
    ProcessorDirectory processors,
    IOrganizations organizations,
    IIdSource unique,
    TimeProvider time)
{
    private readonly ProcessorDirectory _processors = processors;
    private readonly IOrganizations _organizations = organizations;

    /// <summary>
    /// The authorization, or a rejection. Throws <see cref="ProcessorUnavailableException"/> if the processor's outcome
    /// is unknown.
    /// </summary>
    public async Task<Answer<Authorization>> AuthorizeAsync(
        OrganizationId organization, AuthorizationRequest request, CancellationToken cancellationToken)
    {
        var ledger = ChooseLedger(request);
        var fingerprint = Fingerprint.Compute(request.ListParts());
        var address = new LedgerAddress(organization, ledger);
        var authorizing = new Authorizing(this, address, request, fingerprint, cancellationToken);
        var (answer, _) = await acceptor.AcceptAsync(
            new AcceptRequest<Authorization>
            {
                Address = address,
                Key = request.Key,
                Fingerprint = fingerprint,
                NewId = Id<Authorization>.New(ledger, unique.NextId()),
                CallsProcessor = true,
                Decide = authorizing.DecideAsync,
            },
            cancellationToken);
        return answer;
    }

    /// <summary>
    /// The authorization that the request creates under a key, or created before, or a rejection; null for an id that
    /// this organization does not have. An authorization is never changed: under its key (or id) only the request that
    /// created it is accepted.
    /// </summary>
    public async Task<Answer<Authorization>?> PutAsync(
        OrganizationId organization, string keyOrId, AuthorizationRequest request, CancellationToken cancellationToken)
    {
        if (!Id<Authorization>.TryParse(keyOrId, out _))
            return await AuthorizeAsync(organization, request with { Key = Key.From(keyOrId) }, cancellationToken);
        if (await FindAsync(organization, keyOrId, cancellationToken) is not { } existing) return null;
        return existing.Key.Value == keyOrId
            ? Answer<Authorization>.Reject(RejectionReason.KeyUsedOtherwise, $"{keyOrId} was made without a key.")
            : await AuthorizeAsync(organization, request with { Key = existing.Key }, cancellationToken);
    }

    /// <summary>An authorization by key or id; null if this organization has none with it.</summary>
    public Task<Authorization?> FindAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) =>
        reader.FindAsync<Authorization>(organization, keyOrId, cancellationToken);

    private LedgerId ChooseLedger(AuthorizationRequest request) => request switch
    {
        { Order: { } order } => LedgerId.ForOrder(order),
        { Key: { } key } => LedgerId.ForKey(Authorization.Prefix, key),
        _ => LedgerId.Standalone(unique.NextId()),
    };

    private Authorize ToCommand(
        AuthorizationRequest request, Id<Authorization> id, ProcessorName processor, TimeSpan lifetime)
    {
        var now = time.GetUtcNow();
        return new Authorize(id, request, processor, now, now + lifetime);
    }

    /// <summary>
    /// With a caller's key, a repeated request is the same operation even if its first attempt was lost; but not if it
    /// left the amount to the balance, which is different by now. Without a key, the same holds for a repeated
    /// reproducible execution: its id is the same then (<see cref="ReproducibleExecution"/>).
    /// </summary>
    private static string OperationKey(
        AuthorizationRequest request, string fingerprint, Money amount, Id<Authorization> id) => request switch
        {
            { Key: { } key } => $"{Authorization.Prefix}:{Fingerprint.Compute(key, fingerprint, amount)}",
            { Amount: null } => $"{id}:{amount.MinorUnits}",
            _ => id.ToString(),
        };

    private static Decision<Authorization> Decide(LedgerHead? head, Authorize command, ProcessorResponse answer) =>
        answer switch
        {
            ProcessorResponse.Approved approved => AuthorizationDecisions.Decide(head, command, approved.Reference),
            ProcessorResponse.Declined declined => new Decision<Authorization>.Rejected(
                new Rejection(RejectionReason.Declined, declined.Decline.Message, declined.Decline)),
            _ => throw new ProcessorUnavailableException(
                $"It is unknown whether the processor authorized {command.Id}."),
        };

    /// <summary>One request's decision. However often it is repeated, the processor is called once.</summary>
    private sealed class Authorizing(
        AuthorizationHandler use,
        LedgerAddress address,
        AuthorizationRequest request,
        string fingerprint,
        CancellationToken cancellationToken)
    {
        private IPaymentProcessor? _processor;
        private AuthorizeFunds? _operation;
        private ProcessorResponse? _response;

        public async Task<Decision<Authorization>> DecideAsync(LoadedLedger loaded, Id<Authorization> id)
        {
            // The processor has already reserved this amount, whatever the balance is on a later attempt, and whichever
            // processor its organization has chosen by then.
            var attempted = request with { Amount = _operation?.Amount ?? request.Amount };
            var choices = await use._organizations.GetAsync(address.Organization, cancellationToken);
            _processor ??= use._processors.Choose(choices);
            var command = use.ToCommand(attempted, id, _processor.Name, choices.AuthorizationLifetime);
            if (!AuthorizationDecisions.TrySize(loaded.Head, command, out var amount, out var rejection))
                return new Decision<Authorization>.Rejected(rejection);
            _operation ??= new AuthorizeFunds(
                address.Organization, OperationKey(request, fingerprint, amount, id), amount, request.Token)
            {
                // Not the id: a repetition after a lost response may have another, and must be the same operation.
                Record = address.Ledger.ToString(),
            };
            _response ??= await _processor.ExecuteAsync(_operation, cancellationToken);
            return Decide(loaded.Head, command with { Request = request with { Amount = amount } }, _response);
        }
    }
}
