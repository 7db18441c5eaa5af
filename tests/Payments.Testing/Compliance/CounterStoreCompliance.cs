using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Testing.Samples;
using Xunit;

namespace Payments.Testing.Compliance;

/// <summary>What every store of counters must do.</summary>
public abstract class CounterStoreCompliance
{
    protected abstract ICounterStore Store { get; }

    [Fact]
    public async Task A_counter_that_was_never_written_is_not_found() =>
        Assert.Null(await Store.FindAsync(Name(), default));

    [Fact]
    public async Task A_counter_is_read_as_it_was_written()
    {
        var name = Name();

        var version = await Store.TryWriteAsync(name, new Counter(long.MaxValue, Sample.At), default);

        Assert.NotNull(version);
        Assert.Equal(new Counter(long.MaxValue, Sample.At, version), await Store.FindAsync(name, default));
    }

    [Fact]
    public async Task A_counter_is_created_once()
    {
        var name = Name();
        await Store.TryWriteAsync(name, new Counter(1, Sample.At), default);

        Assert.Null(await Store.TryWriteAsync(name, new Counter(2, Sample.At), default));

        Assert.Equal(1, (await Store.FindAsync(name, default))!.Value);
    }

    [Fact]
    public async Task A_counter_is_replaced_by_the_version_that_was_read_only()
    {
        var name = Name();
        var first = await Store.TryWriteAsync(name, new Counter(1, Sample.At), default);

        var second = await Store.TryWriteAsync(name, new Counter(2, Sample.At, first), default);
        Assert.NotNull(second);
        Assert.NotEqual(first, second);
        Assert.Null(await Store.TryWriteAsync(name, new Counter(3, Sample.At, first), default));

        Assert.Equal(new Counter(2, Sample.At, second), await Store.FindAsync(name, default));
    }

    [Fact]
    public async Task A_version_of_a_counter_that_does_not_exist_writes_nothing()
    {
        var (name, other) = (Name(), Name());
        var version = await Store.TryWriteAsync(other, new Counter(1, Sample.At), default);

        Assert.Null(await Store.TryWriteAsync(name, new Counter(1, Sample.At, version), default));

        Assert.Null(await Store.FindAsync(name, default));
    }

    [Fact]
    public async Task Twenty_that_count_at_once_lose_no_count()
    {
        var name = Name();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            string? written;
            do
            {
                var found = await Store.FindAsync(name, default) ?? new Counter(0, Sample.At);
                written = await Store.TryWriteAsync(name, found with { Value = found.Value + 1 }, default);
            }
            while (written is null);
        })));

        Assert.Equal(20, (await Store.FindAsync(name, default))!.Value);
    }

    [Fact]
    public async Task Counters_of_any_organization_kind_and_period_are_apart()
    {
        var organization = $"shop-{Guid.NewGuid():N}";
        CounterName[] names =
        [
            new(OrganizationId.From(organization), "credits-USD", "2026-03-01"),
            new(OrganizationId.From(organization), "credits-USD", "2026-03-02"),
            new(OrganizationId.From(organization), "credits-EUR", "2026-03-01"),
            new(OrganizationId.From(organization + "/#?"), "credits-USD", "2026-03-01"),
        ];
        foreach (var (name, value) in names.Zip(Enumerable.Range(1, names.Length)))
            Assert.NotNull(await Store.TryWriteAsync(name, new Counter(value, Sample.At), default));

        foreach (var (name, value) in names.Zip(Enumerable.Range(1, names.Length)))
            Assert.Equal(value, (await Store.FindAsync(name, default))!.Value);
    }

    private static CounterName Name() =>
        new(OrganizationId.From($"shop-{Guid.NewGuid():N}"), "credits-USD", "2026-03-01");
}
