using Payments.Handlers.Ports;
using Payments.Handlers.Reading;
using Payments.Ledger.Decisions;
using Payments.Ledger.Events;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Reconciliation;

/// <summary>
/// Collects what an organization's ledgers say: of what changed in a period, by its timelines, and of what a statement
/// names. It reads what changed, and not what is stored: a range of two timelines, the journal entries of the captures
/// in it, and each record by its key.
/// </summary>
internal sealed class LedgerClaims(ITimeline timeline, ILedgerStore ledgers, OrganizationId organization)
{
    private const int EntriesPerRead = 1_000;

    private readonly Dictionary<(LedgerId Ledger, RecordKey Record), DateTimeOffset> _captured = [];
    private readonly HashSet<(LedgerId Ledger, RecordKey Record)> _loaded = [];
    private readonly List<LedgerClaim> _claims = [];

    /// <summary>What was collected so far.</summary>
    public IReadOnlyList<LedgerClaim> All => _claims;

    /// <summary>
    /// Adds what the captures and refunds that changed in a period say now. Open credits are in no timeline. False if
    /// there are too many changes.
    /// </summary>
    public async Task<bool> AddChangedAsync(ComparedPeriod period, int most, CancellationToken cancellationToken)
    {
        var captures = await ReadAsync(Capture.Prefix, period, most, cancellationToken);
        var refunds = await ReadAsync(Refund.Prefix, period, most, cancellationToken);
        if (captures.Count + refunds.Count > most) return false;
        foreach (var batch in captures.Chunk(EntriesPerRead))
        {
            var changes = await ledgers.LoadListedAsync(organization, batch, cancellationToken);
            foreach (var (entry, change) in batch.Zip(changes))
            {
                // One that is inserted as captured was recorded by a storefront, whose own request captured it.
                if (change is { Event: EventKind.CaptureSucceeded, Type: not ChangeType.Insert })
                    _captured.TryAdd((entry.Ledger, entry.Record), change.At);
            }
        }

        await AddAsync(captures.Concat(refunds).Select(entry => (entry.Ledger, entry.Record)), cancellationToken);
        return true;
    }

    /// <summary>Adds what the records say that movements name.</summary>
    public Task AddNamedAsync(IEnumerable<ProcessorMovement> movements, CancellationToken cancellationToken) =>
        AddAsync(
            movements
                .SelectMany(movement => movement.Operations)
                .Select(OperationName.Find)
                .OfType<OperationName>()
                .Select(operation => (operation.Ledger, operation.Record)),
            cancellationToken);

    private async Task<List<TimelineEntry>> ReadAsync(
        string kind, ComparedPeriod period, int most, CancellationToken cancellationToken) =>
        await timeline.ReadBetweenAsync(organization, kind, period.From, period.To, cancellationToken)
            .Where(entry => entry.Sequence is not null)
            .Take(most + 1)
            .ToListAsync(cancellationToken);

    private async Task AddAsync(
        IEnumerable<(LedgerId Ledger, RecordKey Record)> records, CancellationToken cancellationToken)
    {
        var wanted = records.Where(_loaded.Add).ToLookup(found => found.Ledger, found => found.Record);
        var loaded = await wanted.Select(group => group.Key).ReadEachAsync(ledger => ledgers.LoadAsync(
            new LedgerAddress(organization, ledger), [.. wanted[ledger]], cancellationToken));
        foreach (var (ledger, found) in loaded.Where(pair => pair.Value.Head is not null))
        {
            _claims.AddRange(found.Records.Values.SelectMany(record => LedgerClaim.Create(
                ledger, found.Head!, record, FindCaptured(ledger, record.RecordKey))));
        }
    }

    private DateTimeOffset? FindCaptured(LedgerId ledger, RecordKey record) =>
        _captured.TryGetValue((ledger, record), out var at) ? at : null;
}
