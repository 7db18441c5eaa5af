using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Handlers.Outcomes;

/// <summary>
/// Writes down in a ledger what the processor has not answered though it was asked several times, and has it asked
/// again by the clock. One asking serves a whole ledger, however much of it is unsettled.
/// </summary>
public sealed class UnknownOutcomeRegister(
    ILedgerStore ledgers, LedgerWriter writer, IWorkQueue queue, TimeProvider time)
{
    /// <summary>docs/adr/0006-processor-outcomes.md: 5 minutes, 1 hour, then daily, for as long as it takes.</summary>
    private static readonly TimeSpan[] Delays =
        [TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromDays(1)];

    /// <summary>
    /// Notes a record, unless it has come to its end. False where the ledger can't name any more of them: the caller
    /// sees to it then. The asking is arranged before the note is stored: a note always has one to come.
    /// </summary>
    public async Task<bool> RegisterAsync(LedgerAddress address, RecordKey record, CancellationToken cancellationToken)
    {
        await ScheduleInquiryAsync(new ResolveUnknownOutcomes(address, Attempt: 1), cancellationToken);
        var written = await writer.WriteAsync<RecordKey>(
            address,
            _ => LoadHeadFirstAsync(address, record, cancellationToken),
            loaded => Task.FromResult(loaded.Records.GetValueOrDefault(record) is { IsOpen: true } or Authorization
                ? UnknownOutcomeDecisions.Register(loaded.Balances, record, time.GetUtcNow())
                : new Decision<RecordKey>.Unchanged(record)),
            before: null,
            cancellationToken);
        return written.Decision is not Decision<RecordKey>.Rejected;
    }

    /// <summary>Takes a record off, whose end is no state of its own.</summary>
    public Task ResolveAsync(LedgerAddress address, RecordKey record, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            address,
            [],
            loaded => UnknownOutcomeDecisions.Resolve(loaded.Balances, record, time.GetUtcNow()),
            cancellationToken);

    /// <summary>Has the processor asked when the time for it comes.</summary>
    public Task ScheduleInquiryAsync(ResolveUnknownOutcomes work, CancellationToken cancellationToken) =>
        queue.EnqueueAsync(work, Delays[Math.Min(work.Attempt, Delays.Length) - 1], cancellationToken);

    /// <summary>
    /// A note changes the head alone, so the record must be no older than that: read side by side, it might have come
    /// to its end already, and would stay named for ever.
    /// </summary>
    private async Task<LoadedLedger> LoadHeadFirstAsync(
        LedgerAddress address, RecordKey record, CancellationToken cancellationToken)
    {
        var head = await ledgers.LoadAsync(address, [], cancellationToken);
        var loaded = await ledgers.LoadAsync(address, [record], cancellationToken);
        return head with { Records = loaded.Records };
    }
}
