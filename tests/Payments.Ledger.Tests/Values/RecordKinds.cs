using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Tests.Values;

public sealed class RecordKinds
{
    [Fact]
    public void Every_record_is_of_a_kind_with_a_name_of_its_own() =>
        Assert.Equal(
            typeof(Record).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Record))).ToHashSet(),
            RecordKind.All.DistinctBy(kind => kind.Name).Select(kind => kind.Type).ToHashSet());

    [Fact]
    public void A_kind_has_a_list_if_its_records_are_listed() =>
        Assert.All(
            RecordKind.All,
            kind => Assert.Equal(kind.Type.IsAssignableTo(typeof(IListed)), kind.List is not null));

    [Fact]
    public void An_id_is_of_the_one_kind_that_its_prefix_names()
    {
        var ledger = LedgerId.ForOrder(OrderNumber.From("1001"));
        var id = Id<Capture>.New(ledger, new Guid(1, 2, 3, new byte[8]));

        var kind = Assert.Single(RecordKind.All, kind => kind.ParseId(id.ToString()) is not null);

        Assert.Same(RecordKind.Find("capture"), kind);
        Assert.Equal((ledger, RecordKey.For(id)), kind.ParseId(id.ToString()));
    }
}
