using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Testing.Samples;
using Xunit;

namespace Payments.Testing.Compliance;

/// <summary>What every queue of work must do.</summary>
public abstract class WorkQueueCompliance
{
    private readonly LedgerAddress _address = Sample.Address();

    protected abstract IWorkQueue Queue { get; }

    /// <summary>All work items that are due now.</summary>
    protected abstract Task<IReadOnlyList<WorkItem>> TakeAllAsync();

    [Fact]
    public async Task Work_of_each_kind_arrives_as_sent()
    {
        WorkItem[] sent =
        [
            new ExecuteRefund(_address, Id<Refund>.New(_address.Ledger, Guid.CreateVersion7())),
            new ConfirmCapture(_address, Id<Capture>.New(_address.Ledger, Guid.CreateVersion7()), 3),
            new SettleCredit(_address, Id<Credit>.NewShort(_address.Ledger, Guid.CreateVersion7()), 7)
            {
                ChainId = "c",
            },
            new ResolveUnknownOutcomes(_address, 2),
        ];
        foreach (var work in sent) await Queue.EnqueueAsync(work, TimeSpan.Zero, default);

        Assert.Equal(sent.ToHashSet(), (await TakeAllAsync()).ToHashSet());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task The_same_work_enqueued_twice_arrives_twice(int attempt)
    {
        // A request repeated after its first message was dropped, or a slow one, does so on purpose.
        var work = new ExecuteRefund(_address, Id<Refund>.New(_address.Ledger, Guid.CreateVersion7()), attempt);
        await Queue.EnqueueAsync(work, TimeSpan.Zero, default);
        await Queue.EnqueueAsync(work, TimeSpan.Zero, default);

        Assert.Equal([work, work], await TakeAllAsync());
    }
}
