using System.Globalization;
using Microsoft.Extensions.Logging;
using Payments.Handlers.Outcomes;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Handlers.Writing;
using Payments.Ledger.Authorizations;
using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Authorizations;

/// <summary>
/// Gives authorizations back, or what was never captured of them: first the ledger, so that nothing more can be
/// captured, then the processor lets go of the funds. The other way round, a capture could begin on funds that are
/// gone. A crash in between, or an outcome that is not known, is the business of a message that was enqueued before the
/// commit; if even that is lost, the funds are let go when the authorization expires. No money moves either way.
/// </summary>
public sealed partial class Reversals(
    ILedgerStore ledgers,
    RequestWriter writer,
    ResourceKeys names,
    ProcessorDirectory processors,
    IWorkQueue queue,
    RetrySchedule schedule,
    UnknownOutcomeRegister notes,
    TimeProvider time,
    ILogger<Reversals> log)
{
    /// <summary>When to look whether the request itself has told the processor: well past any request's life.</summary>
    private static readonly TimeSpan ReleaseAfter = AcceptanceLimits.MaxDuration;

    /// <summary>
    /// The authorization, reversed now or before, or a no; null for one that this organization does not have.
    /// </summary>
    public Task<Answer<Authorization>?> ReverseAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) =>
        ReverseOrReleaseAsync(organization, keyOrId, AuthorizationDecisions.Reverse, cancellationToken);

    /// <summary>
    /// The authorization with nothing left to capture, released now or before, or a no; null for one that this
    /// organization does not have.
    /// </summary>
    public Task<Answer<Authorization>?> ReleaseAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) =>
        ReverseOrReleaseAsync(organization, keyOrId, AuthorizationDecisions.Release, cancellationToken);

    private async Task<Answer<Authorization>?> ReverseOrReleaseAsync(
        OrganizationId organization,
        string keyOrId,
        Func<LedgerHead, Authorization, DateTimeOffset, Decision<Authorization>> decide,
        CancellationToken cancellationToken)
    {
        if (await names.ResolveAsync<Authorization>(organization, keyOrId, cancellationToken) is not { } id)
            return null;
        var address = new LedgerAddress(organization, id.Ledger);
        var written = await writer.WriteAsync(
            address,
            [RecordKey.For(id)],
            loaded => loaded.Find(id) is { } stored
                ? decide(loaded.Balances, stored, time.GetUtcNow())
                : Decision<Authorization>.Reject(
                    RejectionReason.UnknownAuthorization, $"There is no authorization {id}."),
            new CommitPreparation(
                time.GetTimestamp(),
                _ => queue.EnqueueAsync(new ReleaseAuthorization(address, id), ReleaseAfter, cancellationToken)),
            cancellationToken);
        if (written.Ledger.Find(id) is null) return null;
        var answer = written.ToAnswer(Outcome.Updated);
        if (answer is Answer<Authorization>.Accepted { Result: var given } && IsReversedOrReleased(given))
            await ReleaseFundsAsync(address, given, cancellationToken);
        return answer;
    }

    /// <summary>The queue's side: a reversal whose request may not have lived to tell the processor.</summary>
    public async Task HandleAsync(ReleaseAuthorization work, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(work.Address, [RecordKey.For(work.Authorization)], cancellationToken);
        if (loaded.Find(work.Authorization) is not { } given || !IsReversedOrReleased(given))
        {
            await schedule.AwaitCommitAsync(work, cancellationToken);
            return;
        }

        if (!await ReleaseFundsAsync(work.Address, given, cancellationToken))
            await schedule.AwaitOutcomeAsync(work, RecordKey.For(work.Authorization), cancellationToken);
    }

    /// <summary>Whether the processor has said that it let go of what was given back and is unsettled.</summary>
    public async Task<bool> QueryAsync(
        LedgerAddress address, Id<Authorization> id, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(address, [RecordKey.For(id)], cancellationToken);
        if (loaded.Find(id) is { } given
            && IsReversedOrReleased(given)
            && !await ReleaseFundsAsync(address, given, cancellationToken))
            return false;
        await notes.ResolveAsync(address, RecordKey.For(id), cancellationToken);
        return true;
    }

    private static bool IsReversedOrReleased(Authorization authorization) =>
        authorization.Status == AuthorizationStatus.Reversed || authorization.ReleaseAsked is not null;

    /// <summary>
    /// False where it is not known whether the processor has let go. A no of its is final: there is nothing to let go.
    /// What the storefront's own processor authorized is let go there.
    /// </summary>
    private async Task<bool> ReleaseFundsAsync(
        LedgerAddress address, Authorization given, CancellationToken cancellationToken)
    {
        if (given.Processor is { IsExternal: true }) return true;
        var (key, amount) = given is { Status: AuthorizationStatus.Authorized, ReleaseAsked: { } rest }
            ? (string.Create(CultureInfo.InvariantCulture, $"{given.Id}/release/{rest.MinorUnits}"), rest)
            : ($"{given.Id}/release", given.Standing);
        var answer = await processors[given.Processor].ExecuteAsync(
            new ReleaseFunds(address.Organization, key, amount, given.ProcessorReference ?? ""), cancellationToken);
        if (answer is ProcessorResponse.Declined declined) LogDeclined(given.Id.ToString(), declined.Decline.Code);
        return answer is not ProcessorResponse.Unknown;
    }

    [LoggerMessage(LogLevel.Warning, "The processor has not let go of {Authorization}, which is given back: {Code}.")]
    private partial void LogDeclined(string authorization, string code);
}
