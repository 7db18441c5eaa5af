using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Testing.Samples;
using Xunit;

namespace Payments.Testing.Compliance;

/// <summary>What every outbox must do.</summary>
public abstract class OutboxCompliance
{
    protected abstract IOutbox Outbox { get; }

    [Fact]
    public async Task Work_is_read_as_stored_the_longest_due_first_until_it_is_removed()
    {
        var late = new ExecuteRefund(Sample.Address(), Id<Refund>.New(Sample.Address().Ledger, Guid.NewGuid()), 3)
        {
            ChainId = "c",
            FailureCount = 2,
        };
        var early = late with { Attempt = 0, ChainId = null, FailureCount = 0 };
        late = late with { Address = late.Address with { Ledger = late.Refund.Ledger } };
        early = early with { Address = late.Address };
        await Outbox.AddAsync(late, Sample.At.AddSeconds(1), default);
        await Outbox.AddAsync(early, Sample.At, default);

        var entries = await Outbox.OldestAsync(10, default);
        Assert.Equal([early, late], entries.Select(entry => entry.Item));
        Assert.Equal([Sample.At, Sample.At.AddSeconds(1)], entries.Select(entry => entry.Due));
        Assert.Single(await Outbox.OldestAsync(1, default));

        await Outbox.RemoveAsync(entries[0], default);
        await Outbox.RemoveAsync(entries[0], default);
        Assert.Equal(late, Assert.Single(await Outbox.OldestAsync(10, default)).Item);
    }

    [Fact]
    public async Task The_same_work_due_at_the_same_time_is_one_entry()
    {
        var work = new ResolveUnknownOutcomes(Sample.Address(), 1);
        await Outbox.AddAsync(work, Sample.At, default);
        await Outbox.AddAsync(work, Sample.At, default);
        await Outbox.AddAsync(work, Sample.At.AddTicks(1), default);
        await Outbox.AddAsync(work.NextAttempt(), Sample.At, default);

        var entries = await Outbox.OldestAsync(10, default);

        Assert.Equal(3, entries.Count(entry => entry.Item.Address == work.Address));
        // The other test reads the whole outbox, whichever of them runs first.
        foreach (var entry in entries) await Outbox.RemoveAsync(entry, default);
    }
}
