using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using Payments.Ledger.Refunds;
using Payments.Tables.Ledgers;
using Payments.Tables.Tests.Faults;
using Payments.Testing.Samples;

namespace Payments.Tables.Tests.Ledgers;

/// <summary>The cost of reading and changing a ledger, in requests and bytes.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class RoundTrips : IAsyncLifetime
{
    private readonly WatchedTransport _transport = new();
    private readonly LedgerAddress _address = Sample.Address();
    private readonly Refund _refund;
    private readonly TableLedgerStore _store;
    private readonly TableLedgerStore _watched;

    public RoundTrips(TablesFixture tables)
    {
        _refund = Sample.Refund(_address, 10_000);
        _store = new TableLedgerStore(tables.Accounts);
        _watched = new TableLedgerStore(tables.Connect(_transport));
    }

    public async ValueTask InitializeAsync()
    {
        var head = Sample.HeadWithCaptures(_address, 1_000) with { ReservedOnLedger = _refund.Requested };
        Assert.NotNull(await _store.CommitAsync(_address, null, Sample.Inserting(head, _refund), default));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Loading_the_head_and_a_record_is_two_reads_by_full_key()
    {
        var loaded = await _watched.LoadAsync(_address, [_refund.RecordKey], default);

        Assert.NotNull(loaded.Find(_refund.Id));
        Assert.Equal(2, _transport.Sent.Count);
        Assert.All(_transport.Sent, sent => Assert.Equal("GET", sent.Method));
        Assert.All(_transport.Sent, sent => Assert.Contains("RowKey='", sent.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Allocating_a_refund_over_a_thousand_captures_is_one_transaction_of_three_operations()
    {
        var loaded = await _store.LoadAsync(_address, [_refund.RecordKey], default);
        var step = RefundProgress.Advance(
            loaded.Head!, loaded.Find(_refund.Id)!, new Dictionary<int, ProcessorOutcome>(), Sample.At)!.Value;
        Assert.Equal(2, step.Refund.Allocations.Length);

        Assert.NotNull(await _watched.CommitAsync(_address, loaded.Version, step.Changes, default));

        var sent = Assert.Single(_transport.Sent);
        Assert.Equal(("POST", true, 3), (sent.Method, sent.IsTransaction, sent.Operations));
        // 1,000 captures of less than 130 bytes, in base 64.
        Assert.InRange(sent.Body.Length, 100_000, 1_000 * 130 * 4 / 3 + 5_000);
        var whole = await _store.LoadWholeAsync(_address, default);
        Assert.Equal(step.Changes.Head.Captures.AsEnumerable(), whole.Head!.Captures);
    }

    [Fact]
    public async Task A_change_of_the_maximum_number_of_operations_is_one_transaction_of_100()
    {
        var address = Sample.Address();
        var records = Enumerable.Range(0, LedgerChanges.MaxOperations).Select(_ => Sample.CreditPayment(address));

        Assert.NotNull(await _watched.CommitAsync(address, null, Sample.Inserting(null, records), default));

        Assert.Equal(100, Assert.Single(_transport.Sent).Operations);
    }

    [Fact]
    public async Task At_most_sixteen_records_and_the_head_are_read_concurrently()
    {
        var (under, most) = (0, 0);
        _transport.Before = async _ =>
        {
            var now = Interlocked.Increment(ref under);
            lock (_transport) most = Math.Max(most, now);
            await Task.Delay(20);
        };
        _transport.After = _ => Interlocked.Decrement(ref under);
        var keys = Enumerable.Range(0, 50).Select(_ => Sample.CreditPayment(_address).RecordKey).ToList();

        var loaded = await _watched.LoadAsync(_address, [.. keys, _refund.RecordKey], default);

        Assert.Equal([_refund.RecordKey], loaded.Records.Keys);
        Assert.Equal((52, 17), (_transport.Sent.Count, most));
    }
}
