using Microsoft.Extensions.Logging;
using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>
/// Gives authorizations back: first the ledger, so that nothing more can be captured, then the processor lets go of the
/// funds. The other way round, a capture could begin on funds that are gone. A crash in between, or an outcome that is
/// not known, is the business of a message that was enqueued before the commit; if even that is lost, the funds are let
/// go when the authorization expires. No money moves either way.
/// </summary>
public sealed partial class Reversals(
    ILedgerStore ledgers,
    LedgerWriter writer,
    ResourceNames names,
    IPaymentProcessor processor,
    IWorkQueue queue,
    WorkSchedule schedule,
    UnsettledNotes notes,
    TimeProvider time,
    ILogger<Reversals> log)
{
    /// <summary>When to look whether the request itself has told the processor: well past any request's life.</summary>
    private static readonly TimeSpan ReleaseAfter = AcceptanceLimits.Longest;

    /// <summary>
    /// The authorization, reversed now or before (<c>Replayed</c>), or a no; null for one that this organization does
    /// not have.
    /// </summary>
    public async Task<Answer<Authorization>?> ReverseAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken)
    {
        if (await names.ResolveAsync<Authorization>(organization, keyOrId, cancellationToken) is not { } id)
            return null;
        var address = new LedgerAddress(organization, id.Ledger);
        var decision = await writer.WriteAsync<Authorization?>(
            address,
            _ => ledgers.LoadAsync(address, [RecordKey.Of(id)], cancellationToken),
            loaded => Task.FromResult(Decide(loaded, id)),
            new BeforeCommit<Authorization?>(
                time.GetTimestamp(),
                _ => queue.EnqueueAsync(new ReleaseAuthorization(address, id), ReleaseAfter, cancellationToken)),
            cancellationToken);
        switch (decision)
        {
            case Decision<Authorization?>.Accepted accepted:
                await ReleaseAsync(address, accepted.Result!, cancellationToken);
                return new Answer<Authorization>.Accepted(accepted.Result!, Replayed: false);
            case Decision<Authorization?>.Unchanged { Result: { } reversed }:
                await ReleaseAsync(address, reversed, cancellationToken);
                return new Answer<Authorization>.Accepted(reversed, Replayed: true);
            case Decision<Authorization?>.Refused refused:
                return new Answer<Authorization>.Refused(refused.Refusal);
            default:
                return null;
        }
    }

    /// <summary>The queue's side: a reversal whose request may not have lived to tell the processor.</summary>
    public async Task HandleAsync(ReleaseAuthorization work, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(work.Address, [RecordKey.Of(work.Authorization)], cancellationToken);
        if (loaded.Find(work.Authorization) is not { Status: AuthorizationStatus.Reversed } reversed)
        {
            await schedule.UntilCommittedAsync(work, cancellationToken);
            return;
        }

        if (!await ReleaseAsync(work.Address, reversed, cancellationToken))
            await schedule.UntilKnownAsync(work, RecordKey.Of(work.Authorization), cancellationToken);
    }

    /// <summary>Whether the processor has said that it let go of a reversed authorization that is unsettled.</summary>
    public async Task<bool> AskAsync(
        LedgerAddress address, Id<Authorization> id, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(address, [RecordKey.Of(id)], cancellationToken);
        if (loaded.Find(id) is { Status: AuthorizationStatus.Reversed } reversed
            && !await ReleaseAsync(address, reversed, cancellationToken))
            return false;
        await notes.SettleAsync(address, RecordKey.Of(id), cancellationToken);
        return true;
    }

    private Decision<Authorization?> Decide(LoadedLedger loaded, Id<Authorization> id)
    {
        if (loaded.Find(id) is not { } stored) return new Decision<Authorization?>.Unchanged(null);
        return AuthorizationDecisions.Reverse(loaded.Balances, stored, time.GetUtcNow())!;
    }

    /// <summary>
    /// False where it is not known whether the processor has let go. A no of its is final: there is nothing to let go.
    /// </summary>
    private async Task<bool> ReleaseAsync(
        LedgerAddress address, Authorization reversed, CancellationToken cancellationToken)
    {
        var answer = await processor.ExecuteAsync(
            new ReleaseFunds(
                address.Organization, $"{reversed.Id}/release", reversed.Amount, reversed.ProcessorReference ?? ""),
            cancellationToken);
        if (answer is ProcessorAnswer.Declined declined) LogDeclined(reversed.Id.ToString(), declined.Decline.Code);
        return answer is not ProcessorAnswer.Unknown;
    }

    [LoggerMessage(LogLevel.Warning, "The processor has not let go of {Authorization}, which is reversed: {Code}.")]
    private partial void LogDeclined(string authorization, string code);
}
