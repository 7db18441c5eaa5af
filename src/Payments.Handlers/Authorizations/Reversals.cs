using System.Globalization;
using Microsoft.Extensions.Logging;
using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>
/// Gives authorizations back, or what was never captured of them: first the ledger, so that nothing more can be
/// captured, then the processor lets go of the funds. The other way round, a capture could begin on funds that are
/// gone. A crash in between, or an outcome that is not known, is the business of a message that was enqueued before the
/// commit; if even that is lost, the funds are let go when the authorization expires. No money moves either way.
/// </summary>
public sealed partial class Reversals(
    ILedgerStore ledgers,
    RequestWriter writer,
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
    /// The authorization, reversed now or before, or a no; null for one that this organization does not have.
    /// </summary>
    public Task<Answer<Authorization>?> ReverseAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) =>
        GiveBackAsync(organization, keyOrId, AuthorizationDecisions.Reverse, cancellationToken);

    /// <summary>
    /// The authorization with nothing left to capture, released now or before, or a no; null for one that this
    /// organization does not have.
    /// </summary>
    public Task<Answer<Authorization>?> ReleaseAsync(
        OrganizationId organization, string keyOrId, CancellationToken cancellationToken) =>
        GiveBackAsync(organization, keyOrId, AuthorizationDecisions.Release, cancellationToken);

    private async Task<Answer<Authorization>?> GiveBackAsync(
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
            [RecordKey.Of(id)],
            loaded => loaded.Find(id) is { } stored
                ? decide(loaded.Balances, stored, time.GetUtcNow())
                : Decision<Authorization>.No(RefusalReason.UnknownAuthorization, $"There is no authorization {id}."),
            new BeforeCommit(
                time.GetTimestamp(),
                _ => queue.EnqueueAsync(new ReleaseAuthorization(address, id), ReleaseAfter, cancellationToken)),
            cancellationToken);
        if (written.Ledger.Find(id) is null) return null;
        var answer = written.ToAnswer(Outcome.Updated);
        if (answer is Answer<Authorization>.Accepted { Result: var given } && IsGivenBack(given))
            await TellAsync(address, given, cancellationToken);
        return answer;
    }

    /// <summary>The queue's side: a reversal whose request may not have lived to tell the processor.</summary>
    public async Task HandleAsync(ReleaseAuthorization work, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(work.Address, [RecordKey.Of(work.Authorization)], cancellationToken);
        if (loaded.Find(work.Authorization) is not { } given || !IsGivenBack(given))
        {
            await schedule.UntilCommittedAsync(work, cancellationToken);
            return;
        }

        if (!await TellAsync(work.Address, given, cancellationToken))
            await schedule.UntilKnownAsync(work, RecordKey.Of(work.Authorization), cancellationToken);
    }

    /// <summary>Whether the processor has said that it let go of what was given back and is unsettled.</summary>
    public async Task<bool> AskAsync(
        LedgerAddress address, Id<Authorization> id, CancellationToken cancellationToken)
    {
        var loaded = await ledgers.LoadAsync(address, [RecordKey.Of(id)], cancellationToken);
        if (loaded.Find(id) is { } given
            && IsGivenBack(given)
            && !await TellAsync(address, given, cancellationToken))
            return false;
        await notes.SettleAsync(address, RecordKey.Of(id), cancellationToken);
        return true;
    }

    private static bool IsGivenBack(Authorization authorization) =>
        authorization.Status == AuthorizationStatus.Reversed || authorization.ReleaseAsked is not null;

    /// <summary>
    /// False where it is not known whether the processor has let go. A no of its is final: there is nothing to let go.
    /// </summary>
    private async Task<bool> TellAsync(
        LedgerAddress address, Authorization given, CancellationToken cancellationToken)
    {
        var (key, amount) = given is { Status: AuthorizationStatus.Authorized, ReleaseAsked: { } rest }
            ? (string.Create(CultureInfo.InvariantCulture, $"{given.Id}/release/{rest.MinorUnits}"), rest)
            : ($"{given.Id}/release", given.Standing);
        var answer = await processor.ExecuteAsync(
            new ReleaseFunds(address.Organization, key, amount, given.ProcessorReference ?? ""), cancellationToken);
        if (answer is ProcessorAnswer.Declined declined) LogDeclined(given.Id.ToString(), declined.Decline.Code);
        return answer is not ProcessorAnswer.Unknown;
    }

    [LoggerMessage(LogLevel.Warning, "The processor has not let go of {Authorization}, which is given back: {Code}.")]
    private partial void LogDeclined(string authorization, string code);
}
