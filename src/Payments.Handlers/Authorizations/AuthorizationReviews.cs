using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Authorizations;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Authorizations;

/// <summary>Asks the processor whether an authorization still stands; if not, nothing more can be captured.</summary>
public sealed class AuthorizationReviews(
    ILedgerStore ledgers, LedgerWriter writer, ProcessorDirectory processors, TimeProvider time)
{
    /// <summary>
    /// Whether the processor could tell, and the captures of the authorization; null if there is no such authorization
    /// (yet).
    /// </summary>
    public async Task<(bool IsKnown, IReadOnlyList<Id<Capture>> Captures)?> ReviewAsync(
        LedgerAddress address, Id<Authorization> id, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(address, [RecordKey.For(id)], cancellationToken);
        if (loaded.Find(id) is not { } authorization) return null;
        var captures = loaded.Balances.Captures
            .Where(capture => capture.Authorization == id)
            .Select(capture => capture.Id)
            .ToList();
        // What a storefront recorded, it voids itself; and its reference may be one of the storefront's own.
        if (authorization is { Payment: not null } or { ProcessorReference: null }) return (true, captures);

        var operation = new AuthorizeFunds(
            address.Organization, id.ToString(), authorization.Amount, authorization.Token ?? "");
        var response = await processors[authorization.Processor].QueryAsync(
            operation, authorization.ProcessorReference, cancellationToken);
        if (response is ProcessorResponse.Unknown) return (false, captures);
        if (response is not ProcessorResponse.Declined) return (true, captures);

        // Nothing revives an authorization that was voided: the news can't be outdated.
        await writer.WriteAsync<Authorization>(
            address,
            [RecordKey.For(id)],
            current =>
            {
                var stands = current.Find(id) ?? authorization;
                return AuthorizationDecisions.Void(current.Balances, stands, time.GetUtcNow()) is { } step
                    ? Decision<Authorization>.Accept(step.Authorization, step.Changes)
                    : new Decision<Authorization>.Unchanged(stands);
            },
            loaded,
            cancellationToken);
        return (true, captures);
    }
}
