using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Payments.Azure.Serialization;
using Payments.Ledger;
using Payments.Testing.Samples;
using Record = Payments.Ledger.Record;

namespace Payments.Azure.Tests.Serialization;

public sealed class RecordJsonTests
{
    private static readonly string StoredRefund = """
        {"id":"ref-0123456789abcdef0123000000000000000000000000000000aa","key":"r-1","order":"1001",
        "authorization":{"id":"aut-0123456789abcdef0123000000000000000000000000000000cc","key":"a-1"},"scope":{},
        "requested":"7500 USD","policy":"FewestCaptures","allocations":[{"number":1,
        "capture":"cap-0123456789abcdef0123000000000000000000000000000000bb","amount":"7500 USD",
        "status":"Declined","decline":{"code":"008","message":"No.","permanent":false}}],"released":"0 USD",
        "status":"Pending","attributes":{"a":"b"},"createdAt":"2026-03-01T12:30:15.1234567+00:00"}
        """.ReplaceLineEndings("");

    /// <summary>The stored outcome of that refund's allocation.</summary>
    private const string Declined =
        """
        "status":"Declined","decline":{"code":"008","message":"No.","permanent":false}
        """;

    public static TheoryData<Type> Kinds => new(typeof(Record).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Record)) && !type.IsAbstract));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_record_of_each_kind_is_read_as_it_was_written(Type kind) =>
        Prop.ForAll<int>(seed =>
        {
            var record = (Record)new RandomValues(seed, Sample.Address().Ledger).Of(kind);

            var written = RecordJson.Write(record);
            var read = RecordJson.Read(RecordJson.KindOf(record), written);

            Assert.Equivalent(record, read, strict: true);
            Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(RecordJson.Write(read)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_stored_before_is_still_read_and_written_the_same()
    {
        var refund = Assert.IsType<Refund>(RecordJson.Read("refund", Encoding.UTF8.GetBytes(StoredRefund)));

        Assert.Equal((7500L, "USD"), (refund.Requested.MinorUnits, refund.Requested.Currency.Code));
        Assert.Equal(Sample.At, refund.CreatedAt);
        Assert.Equal("008", refund.Allocations[0].Decline!.Code);
        Assert.Equal(StoredRefund, Encoding.UTF8.GetString(RecordJson.Write(refund)));
    }

    [Theory]
    [InlineData("\"order\":\"1001\",")]
    [InlineData(",\"permanent\":false")]
    public void A_field_that_may_be_null_or_has_a_default_may_be_missing(string field) =>
        Assert.IsType<Refund>(Read(StoredRefund.Replace(field, "", StringComparison.Ordinal)));

    [Fact]
    public void A_field_that_is_not_known_any_more_is_passed_over() =>
        Assert.IsType<Refund>(Read(StoredRefund.Replace("\"key\"", "\"old\":1,\"key\"", StringComparison.Ordinal)));

    [Theory]
    [InlineData("\"requested\":\"7500 USD\",", "")]
    [InlineData("7500 USD", "7500 XXX")]
    [InlineData("7500 USD", "75.00 USD")]
    [InlineData("\"r-1\"", "null")]
    [InlineData("\"ref-", "\"cap-")]
    [InlineData("\"Pending\"", "\"Unheard\"")]
    [InlineData("\"Pending\"", "0")]
    public void A_record_that_is_broken_is_a_fault(string good, string bad)
    {
        Assert.Contains(good, StoredRefund, StringComparison.Ordinal);
        Assert.Throws<JsonException>(() => Read(StoredRefund.Replace(good, bad, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("'status':'Reserved'", AllocationStatus.Reserved)]
    [InlineData("'status':'Succeeded','processorReference':'sbx-1'", AllocationStatus.Succeeded)]
    [InlineData(
        "'status':'Succeeded','processorReference':'sbx-1',"
        + "'placed':{'attempt':1,'reason':'Oldest','room':'7500 USD','at':'2026-03-01T12:30:15+00:00'},"
        + "'answeredAt':'2026-03-01T12:30:16+00:00'",
        AllocationStatus.Succeeded)]
    public void An_allocation_that_was_stored_before_is_still_read_and_written_the_same(
        string fields, AllocationStatus status)
    {
        var stored = StoredRefund.Replace(Declined, fields.Replace('\'', '"'), StringComparison.Ordinal);

        var refund = Assert.IsType<Refund>(Read(stored));

        Assert.Equal(status, Assert.Single(refund.Allocations).Status);
        Assert.Equal(stored, Encoding.UTF8.GetString(RecordJson.Write(refund)));
    }

    [Theory]
    [InlineData("'status':'Succeeded'")]
    [InlineData("'status':'Declined'")]
    [InlineData("'status':'Reserved','processorReference':'sbx-1'")]
    [InlineData("'status':'Declined','processorReference':'sbx-1'")]
    public void An_allocation_whose_fields_do_not_go_with_its_status_is_a_fault(string fields) =>
        Assert.Throws<JsonException>(() =>
            Read(StoredRefund.Replace(Declined, fields.Replace('\'', '"'), StringComparison.Ordinal)));

    /// <summary>Two parts for each capture are the most: <c>Placements</c> of the ledger's tests.</summary>
    [Fact]
    public void A_refund_over_all_captures_that_a_ledger_may_have_fits_its_entity_with_what_explains_it()
    {
        var address = Sample.Address();
        var most = new Money(Money.MaximumMinorUnits, Sample.Usd);
        var refund = Sample.Refund(address, Money.MaximumMinorUnits) with
        {
            Allocations =
            [
                .. Enumerable.Range(1, 2 * LedgerHead.MaximumEntries).Select(number => new Allocation(
                    number,
                    Id<Capture>.New(address.Ledger, Guid.NewGuid()),
                    most,
                    number % 2 == 0
                        ? new AllocationOutcome.Succeeded($"sbx-{Guid.NewGuid():N}", Sample.At)
                        : new AllocationOutcome.Declined(
                            new Decline("030", new string('m', 60), Permanent: true), Sample.At),
                    new Placement(number, PlacementReason.Proportion, most, Sample.At))),
            ],
        };

        Assert.InRange(RecordJson.Write(refund).Length, 1, Body.ChunkBytes * Body.MaximumChunks);
    }

    [Fact]
    public void A_kind_that_is_not_known_is_a_fault() =>
        Assert.Throws<JsonException>(() => RecordJson.Read("voucher", "{}"u8.ToArray()));

    private static Record Read(string json) => RecordJson.Read("refund", Encoding.UTF8.GetBytes(json));
}
