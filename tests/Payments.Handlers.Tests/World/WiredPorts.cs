using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests.World;

/// <summary>The names of the calls on the wire.</summary>
internal static class Calls
{
    /// <summary>Counted by rows: a head, and each requested record.</summary>
    public const string LedgerRead = "ledger-read";
    public const string WholeRead = "whole-read";
    public const string Commit = "commit";
    public const string KeyRead = "key-read";
    public const string KeyWrite = "key-write";
    public const string Timeline = "timeline";
    public const string Enqueue = "enqueue";
    public const string Processor = "processor";
    public const string CounterRead = "counter-read";
    public const string CounterWrite = "counter-write";
}

internal sealed class WiredLedgers(ILedgerStore inner, Wire wire) : ILedgerStore
{
    public Task<LoadedLedger> LoadAsync(
        LedgerAddress address, IReadOnlyCollection<RecordKey> records, CancellationToken cancellationToken) =>
        wire.PassAsync(
            Calls.LedgerRead, 1 + records.Count, () => inner.LoadAsync(address, records, cancellationToken));

    public Task<LoadedLedger> LoadWholeAsync(LedgerAddress address, CancellationToken cancellationToken) =>
        wire.PassAsync(Calls.WholeRead, 1, () => inner.LoadWholeAsync(address, cancellationToken));

    public Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, IReadOnlyCollection<JournalPosition> entries, CancellationToken cancellationToken) =>
        wire.PassAsync(
            Calls.LedgerRead, entries.Count, () => inner.LoadJournalAsync(address, entries, cancellationToken));

    public Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, CancellationToken cancellationToken) =>
        wire.PassAsync(Calls.WholeRead, 1, () => inner.LoadJournalAsync(address, cancellationToken));

    public Task<LedgerVersion?> CommitAsync(
        LedgerAddress address, LedgerVersion? expected, LedgerChanges changes, CancellationToken cancellationToken) =>
        wire.PassAsync(Calls.Commit, 1, () => inner.CommitAsync(address, expected, changes, cancellationToken));
}

internal sealed class WiredKeys(IKeyStore inner, Wire wire) : IKeyStore
{
    public Task<KeyReservation?> FindAsync(KeyName name, CancellationToken cancellationToken) =>
        wire.PassAsync(Calls.KeyRead, 1, () => inner.FindAsync(name, cancellationToken));

    public Task<bool> TryReserveAsync(
        KeyName name, KeyReservation reservation, CancellationToken cancellationToken) =>
        wire.PassAsync(Calls.KeyWrite, 1, () => inner.TryReserveAsync(name, reservation, cancellationToken));

    public Task<bool> TryTakeOverAsync(
        KeyName name, KeyReservation abandoned, KeyReservation reservation, CancellationToken cancellationToken) =>
        wire.PassAsync(
            Calls.KeyWrite, 1, () => inner.TryTakeOverAsync(name, abandoned, reservation, cancellationToken));
}

internal sealed class WiredTimeline(ITimeline inner, Wire wire) : ITimeline
{
    /// <summary>Counted by entries: each is a row, and nearly always in a partition of its own.</summary>
    public Task AppendAsync(
        OrganizationId organization, IReadOnlyCollection<TimelineEntry> entries, CancellationToken cancellationToken) =>
        wire.PassAsync(Calls.Timeline, entries.Count, async () =>
        {
            await inner.AppendAsync(organization, entries, cancellationToken);
            return true;
        });

    public IAsyncEnumerable<TimelineEntry> ReadAsync(
        OrganizationId organization,
        string kind,
        TimelineList list,
        TimelineOrder order,
        int expected,
        CancellationToken cancellationToken) =>
        inner.ReadAsync(organization, kind, list, order, expected, cancellationToken);

    public IAsyncEnumerable<TimelineEntry> ReadBetweenAsync(
        OrganizationId organization,
        string kind,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken) =>
        inner.ReadBetweenAsync(organization, kind, from, to, cancellationToken);

    public Task RemoveAsync(OrganizationId organization, TimelineEntry entry, CancellationToken cancellationToken) =>
        inner.RemoveAsync(organization, entry, cancellationToken);
}

internal sealed class WiredQueue(IWorkQueue inner, Wire wire) : IWorkQueue
{
    public Task EnqueueAsync(WorkItem work, TimeSpan delay, CancellationToken cancellationToken) =>
        wire.PassAsync(Calls.Enqueue, 1, async () =>
        {
            await inner.EnqueueAsync(work, delay, cancellationToken);
            return true;
        });
}

internal sealed class WiredCounters(ICounterStore inner, Wire wire) : ICounterStore
{
    public Task<Counter?> FindAsync(CounterName name, CancellationToken cancellationToken) =>
        wire.PassAsync(Calls.CounterRead, 1, () => inner.FindAsync(name, cancellationToken));

    public Task<string?> TryWriteAsync(CounterName name, Counter counter, CancellationToken cancellationToken) =>
        wire.PassAsync(Calls.CounterWrite, 1, () => inner.TryWriteAsync(name, counter, cancellationToken));
}

/// <summary>
/// The sandbox behind the wire, with an optional script of the test, and a list of the operations that it received.
/// </summary>
internal sealed class WiredProcessor(IPaymentProcessor inner, Wire wire) : IPaymentProcessor
{
    private readonly Lock _lock = new();
    private readonly List<ProcessorOperation> _asked = [];

    public ProcessorName Name { get; init; } = inner.Name;

    /// <summary>A response in place of the sandbox's, which then does nothing; null to use the sandbox's.</summary>
    public Func<ProcessorOperation, ProcessorResponse?> Script { get; set; } = _ => null;

    /// <summary>Whether the processor says what has become of operations.</summary>
    public bool CanTell { get; set; } = true;

    public IReadOnlyList<ProcessorOperation> Asked
    {
        get
        {
            lock (_lock) return [.. _asked];
        }
    }

    public Task<ProcessorResponse> ExecuteAsync(ProcessorOperation operation, CancellationToken cancellationToken)
    {
        lock (_lock) _asked.Add(operation);
        return wire.PassAsync(
            Calls.Processor,
            1,
            async () => Script(operation) ?? await inner.ExecuteAsync(operation, cancellationToken));
    }

    public Task<ProcessorResponse> QueryAsync(
        ProcessorOperation operation, string reference, CancellationToken cancellationToken) =>
        wire.PassAsync(
            Calls.Processor,
            1,
            async () => CanTell
                ? await inner.QueryAsync(operation, reference, cancellationToken)
                : new ProcessorResponse.Unknown("It can't tell now."));

    public Task<CaptureStanding?> InspectCaptureAsync(
        OrganizationId organization, string capture, CancellationToken cancellationToken) =>
        wire.PassAsync(Calls.Processor, 1, () => inner.InspectCaptureAsync(organization, capture, cancellationToken));
}
