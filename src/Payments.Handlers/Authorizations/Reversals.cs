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
/// Releases authorizations, or the part of them that was never captured. The ledger is changed first, so that nothing
/// more can be captured, then the processor releases the funds; in the other order, a capture could begin on funds that
/// are gone. A message enqueued before the commit covers a crash in between and an unknown outcome; if even that is
/// lost, the funds are released when the authorization expires. No money moves either way.
/// </summary>
public sealed partial class Reversals(
    ILedgerStore ledgers,
    RequestWriter writer,
    ResourceKeys names,
    ProcessorDirectory processors,
    IWorkQueue queue,
    RetrySchedule schedule,
    UnknownOutcomeRegister register,
    TimeProvider time,
    ILogger<Reversals> log)
{
    /// <summary>
    /// When to check that the request itself reached the processor: well after any request has ended.
    /// </summary>
    private static readonly TimeSpan ReleaseAfter = AcceptanceLimits.MaxDuration;

    /// <summary>
    /// The authorization, reversed now or before, or a rejection; null if this organization does not have it.
    /// </summary>
    public Task<Answer<Authorization>?> ReverseAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) =>
        ReverseOrReleaseAsync(organization, keyOrId, AuthorizationDecisions.Reverse, cancellationToken);

    /// <summary>
    /// The authorization with its uncaptured rest released, now or before, or a rejection; null if this organization
    /// does not have it.
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
        if (answer is Answer<Authorization>.Accepted { Result: var released } && IsReversedOrReleased(released))
            await ReleaseFundsAsync(address, released, cancellationToken);
        return answer;
    }

    /// <summary>The queue's side: a reversal whose request may have ended before it reached the processor.</summary>
    public async Task HandleAsync(ReleaseAuthorization work, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(work.Address, [RecordKey.For(work.Authorization)], cancellationToken);
        if (loaded.Find(work.Authorization) is not { } authorization || !IsReversedOrReleased(authorization))
        {
            await schedule.AwaitCommitAsync(work, cancellationToken);
            return;
        }

        if (!await ReleaseFundsAsync(work.Address, authorization, cancellationToken))
            await schedule.AwaitOutcomeAsync(work, RecordKey.For(work.Authorization), cancellationToken);
    }

    /// <summary>Inquires about a release of unknown outcome; null if the outcome is known now.</summary>
    public async Task<OpenOutcome?> QueryAsync(
        LedgerAddress address, Id<Authorization> id, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(address, [RecordKey.For(id)], cancellationToken);
        if (loaded.Find(id) is { } authorization
            && IsReversedOrReleased(authorization)
            && !await ReleaseFundsAsync(address, authorization, cancellationToken))
            return OpenOutcome.Unknown;
        await register.ResolveAsync(address, RecordKey.For(id), cancellationToken);
        return null;
    }

    private static bool IsReversedOrReleased(Authorization authorization) =>
        authorization.Status == AuthorizationStatus.Reversed || authorization.ReleaseAsked is not null;

    /// <summary>
    /// False if it is unknown whether the processor released the funds. A decline is final: there is nothing left to
    /// release. The storefront's own processor releases what it authorized.
    /// </summary>
    private async Task<bool> ReleaseFundsAsync(
        LedgerAddress address, Authorization authorization, CancellationToken cancellationToken)
    {
        if (authorization.Processor is { IsExternal: true }) return true;
        var (key, amount) = authorization is { Status: AuthorizationStatus.Authorized, ReleaseAsked: { } rest }
            ? (string.Create(CultureInfo.InvariantCulture, $"{authorization.Id}/release/{rest.MinorUnits}"), rest)
            : ($"{authorization.Id}/release", authorization.Standing);
        var response = await processors[authorization.Processor].ExecuteAsync(
            new ReleaseFunds(address.Organization, key, amount, authorization.ProcessorReference ?? ""),
            cancellationToken);
        if (response is ProcessorResponse.Declined declined)
            LogDeclined(authorization.Id.ToString(), declined.Decline.Code);
        return response is not ProcessorResponse.Unknown;
    }

    [LoggerMessage(LogLevel.Warning, "The processor declined the release of {Authorization}: {Code}.")]
    private partial void LogDeclined(string authorization, string code);
}
