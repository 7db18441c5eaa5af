using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Handlers.Outcomes;

/// <summary>
/// Registers in a ledger the records whose outcome is still unknown after several inquiries, and schedules further
/// ones. One inquiry covers a whole ledger, however many records it registers.
/// </summary>
public sealed class UnknownOutcomeRegister(
    ILedgerStore ledgers, LedgerWriter writer, IWorkQueue queue, TimeProvider time)
{
    /// <summary>docs/adr/0006-processor-outcomes.md: 5 minutes, 1 hour, then daily, for as long as it takes.</summary>
    private static readonly TimeSpan[] Delays =
        [TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromDays(1)];

    /// <summary>
    /// Registers a record, unless it is concluded. False if the ledger has no room to register another: the caller
    /// takes care of it then. The inquiry is scheduled before the registration is committed, so a registered record
    /// always has one to come.
    /// </summary>
    public async Task<bool> RegisterAsync(LedgerAddress address, RecordKey record, CancellationToken cancellationToken)
    {
        await ScheduleInquiryAsync(new ResolveUnknownOutcomes(address, Attempt: 1), cancellationToken);
        var written = await writer.WriteAsync(
            address,
            new LedgerWrite<RecordKey>
            {
                LoadAsync = () => LoadHeadFirstAsync(address, record, cancellationToken),
                DecideAsync = loaded => Task.FromResult(
                    loaded.Records.GetValueOrDefault(record) is { IsOpen: true } or Authorization
                        ? UnknownOutcomeDecisions.Register(loaded.Balances, record, time.GetUtcNow())
                        : new Decision<RecordKey>.Unchanged(record)),
            },
            cancellationToken);
        return written.Decision is not Decision<RecordKey>.Rejected;
    }

    /// <summary>Removes a record whose own state does not show that it is concluded.</summary>
    public Task ResolveAsync(LedgerAddress address, RecordKey record, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            address,
            [],
            loaded => UnknownOutcomeDecisions.Resolve(loaded.Balances, record, time.GetUtcNow()),
            known: null,
            cancellationToken);

    /// <summary>Schedules the next inquiry.</summary>
    public Task ScheduleInquiryAsync(ResolveUnknownOutcomes work, CancellationToken cancellationToken) =>
        queue.EnqueueAsync(work, Delays[Math.Min(work.Attempt, Delays.Length) - 1], cancellationToken);

    /// <summary>
    /// A registration changes only the head, so the record must be no older than the head: read side by side, it might
    /// have been concluded already, and would stay registered forever.
    /// </summary>
    private async Task<LoadedLedger> LoadHeadFirstAsync(
        LedgerAddress address, RecordKey record, CancellationToken cancellationToken)
    {
        var head = await ledgers.LoadAsync(address, [], cancellationToken);
        var loaded = await ledgers.LoadAsync(address, [record], cancellationToken);
        return head with { Records = loaded.Records };
    }
}
