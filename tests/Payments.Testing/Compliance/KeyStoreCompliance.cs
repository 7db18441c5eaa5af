using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Testing.Samples;
using Xunit;

namespace Payments.Testing.Compliance;

/// <summary>What every store of callers' keys must do.</summary>
public abstract class KeyStoreCompliance
{
    protected abstract IKeyStore Store { get; }

    [Fact]
    public async Task A_key_never_reserved_is_free() =>
        Assert.Null(await Store.FindAsync(Name("k"), default));

    [Fact]
    public async Task A_reserved_key_has_its_reservation()
    {
        var name = Name("k");

        Assert.True(await Store.TryReserveAsync(name, Reservation("first"), default));

        var found = await Store.FindAsync(name, default);
        Assert.NotEmpty(found!.Version);
        Assert.Equal(Reservation("first"), found with { Version = "" });
    }

    [Fact]
    public async Task A_key_is_reserved_once()
    {
        var name = Name("k");
        await Store.TryReserveAsync(name, Reservation("first"), default);

        Assert.False(await Store.TryReserveAsync(name, Reservation("second"), default));

        Assert.Equal("first", (await Store.FindAsync(name, default))!.Id);
    }

    [Fact]
    public async Task Of_twenty_concurrent_reservations_of_a_key_one_succeeds()
    {
        var name = Name("k");

        var got = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(
            () => Store.TryReserveAsync(name, Reservation($"{number}"), default))));

        Assert.Single(got, success => success);
        Assert.Equal($"{Array.IndexOf(got, true)}", (await Store.FindAsync(name, default))!.Id);
    }

    [Fact]
    public async Task The_reservation_of_a_failed_request_is_taken_over_once()
    {
        var name = Name("k");
        await Store.TryReserveAsync(name, Reservation("first"), default);
        var abandoned = (await Store.FindAsync(name, default))!;

        Assert.True(await Store.TryTakeOverAsync(name, abandoned, Reservation("second"), default));
        Assert.False(await Store.TryTakeOverAsync(name, abandoned, Reservation("third"), default));

        var found = (await Store.FindAsync(name, default))!;
        Assert.Equal("second", found.Id);
        Assert.NotEqual(abandoned.Version, found.Version);
    }

    [Fact]
    public async Task A_reservation_taken_over_keeps_its_predecessors()
    {
        var name = Name("k");
        var first = Reservation("first");
        await Store.TryReserveAsync(name, first, default);
        var abandoned = (await Store.FindAsync(name, default))!;
        var third = Reservation("third") with { Previous = Reservation("second") with { Previous = first } };

        Assert.True(await Store.TryTakeOverAsync(name, abandoned, third, default));

        Assert.Equal(third, (await Store.FindAsync(name, default))! with { Version = "" });
    }

    [Fact]
    public async Task A_missing_reservation_is_not_taken_over()
    {
        var (name, other) = (Name("k"), Name("other"));
        await Store.TryReserveAsync(other, Reservation("first"), default);
        var abandoned = (await Store.FindAsync(other, default))!;

        Assert.False(await Store.TryTakeOverAsync(name, abandoned, Reservation("second"), default));

        Assert.Null(await Store.FindAsync(name, default));
    }

    [Fact]
    public async Task Keys_of_any_characters_organizations_and_kinds_are_separate()
    {
        var organization = $"shop-{Guid.NewGuid():N}";
        var names = Sample.DifficultKeys
            .Select(key => new KeyName(OrganizationId.From(organization), "ref", key))
            .Append(new KeyName(OrganizationId.From(organization), "cap", Key.From("k")))
            .Append(new KeyName(OrganizationId.From(organization + "/#?"), "ref", Key.From("k")))
            .ToList();
        foreach (var name in names)
            Assert.True(await Store.TryReserveAsync(name, Reservation($"{names.IndexOf(name)}"), default));

        foreach (var name in names)
            Assert.Equal($"{names.IndexOf(name)}", (await Store.FindAsync(name, default))!.Id);
    }

    private static KeyName Name(string key) =>
        new(OrganizationId.From($"shop-{Guid.NewGuid():N}"), "ref", Key.From(key));

    private static KeyReservation Reservation(string id) => new(id, $"fingerprint of {id}", Sample.At);
}
