using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Tables.Serialization;
using Payments.Testing.Samples;
using Record = Payments.Ledger.Records.Record;

namespace Payments.Tables.Tests.Serialization;

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

    private static readonly string StoredCapture = """
        {"id":"cap-0123456789abcdef0123000000000000000000000000000000bb","key":"c-1",
        "authorization":"aut-0123456789abcdef0123000000000000000000000000000000cc","authorizationKey":"a-1",
        "order":"1001","amount":"7500 USD","status":"Succeeded","attributes":{},"authorizationReference":"sbx-1",
        "processorReference":"sbx-2","createdAt":"2026-03-01T12:30:15.1234567+00:00"}
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
    public void A_record_of_each_kind_is_read_as_written(Type kind) =>
        Prop.ForAll<int>(seed =>
        {
            var record = (Record)new RandomValues(seed, Sample.Address().Ledger).Of(kind);

            var written = RecordJson.Write(record);
            var read = RecordJson.Read(RecordKind.Of(record).Name, written);

            Assert.Equivalent(record, read, strict: true);
            Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(RecordJson.Write(read)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Older_rows_are_still_read_and_written_the_same_with_the_reason_of_the_decline()
    {
        var refund = Assert.IsType<Refund>(RecordJson.Read("refund", Encoding.UTF8.GetBytes(StoredRefund)));

        Assert.Equal((7500L, "USD"), (refund.Requested.MinorUnits, refund.Requested.Currency.Code));
        Assert.Equal(Sample.At, refund.CreatedAt);
        Assert.Equal(
            new Decline(DeclineReason.InsufficientFunds, "008", "No."), Assert.Single(refund.Allocations).Decline);
        Assert.Equal(
            StoredRefund.Replace(
                "\"permanent\":false",
                "\"permanent\":false,\"reason\":\"InsufficientFunds\"",
                StringComparison.Ordinal),
            Encoding.UTF8.GetString(RecordJson.Write(refund)));
    }

    [Theory]
    [InlineData("\"key\":\"r-1\"", "\"key\":\"\"")]
    [InlineData("\"key\":\"r-1\"", "\"key\":\"r\\t1\"")]
    [InlineData("\"key\":\"r-1\"", "\"key\":null")]
    [InlineData("\"key\":\"r-1\",", "")]
    [InlineData("\"order\":\"1001\"", "\"order\":\"\"")]
    public void A_stored_name_that_violates_its_rule_is_an_error(string good, string bad) =>
        Assert.Throws<JsonException>(() => Read(StoredRefund.Replace(good, bad, StringComparison.Ordinal)));

    [Theory]
    [InlineData("{}")]
    [InlineData("{'authorization':'aut-0123456789abcdef0123000000000000000000000000000000cc'}")]
    [InlineData(
        "{'authorization':'aut-0123456789abcdef0123000000000000000000000000000000cc',"
        + "'capture':'cap-0123456789abcdef0123000000000000000000000000000000bb'}")]
    public void An_older_scope_is_still_read_and_written_the_same(string scope)
    {
        var stored = $"\"scope\":{scope.Replace('\'', '"')}";
        var refund = Read(StoredRefund.Replace("\"scope\":{}", stored, StringComparison.Ordinal));

        Assert.Contains(stored, Encoding.UTF8.GetString(RecordJson.Write(refund)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_scope_with_a_capture_but_no_authorization_is_an_error() =>
        Assert.Throws<JsonException>(() => Read(StoredRefund.Replace(
            "\"scope\":{}",
            "\"scope\":{\"capture\":\"cap-0123456789abcdef0123000000000000000000000000000000bb\"}",
            StringComparison.Ordinal)));

    [Fact]
    public void A_capture_from_before_processors_had_names_is_still_read_and_written_the_same()
    {
        var capture = Assert.IsType<Capture>(RecordJson.Read("capture", Encoding.UTF8.GetBytes(StoredCapture)));

        Assert.Null(capture.Processor);
        Assert.Equal(StoredCapture, Encoding.UTF8.GetString(RecordJson.Write(capture)));
        Assert.EndsWith(
            ",\"processor\":\"second\"}",
            Encoding.UTF8.GetString(RecordJson.Write(capture with { Processor = new ProcessorName("second") })),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'status':'Pending'", CaptureStatus.Pending)]
    [InlineData(
        "'status':'Failed','decline':{'code':'006','message':'Declined','permanent':false,'reason':'Unspecified'}",
        CaptureStatus.Failed)]
    public void A_capture_that_has_not_succeeded_is_read_and_written_as_stored(
        string fields, CaptureStatus status)
    {
        var stored = StoredCapture
            .Replace("\"processorReference\":\"sbx-2\",", "", StringComparison.Ordinal)
            .Replace("\"status\":\"Succeeded\"", fields.Replace('\'', '"'), StringComparison.Ordinal);

        var capture = Assert.IsType<Capture>(RecordJson.Read("capture", Encoding.UTF8.GetBytes(stored)));

        Assert.Equal(status, capture.Status);
        Assert.Equal(stored, Encoding.UTF8.GetString(RecordJson.Write(capture)));
    }

    [Theory]
    [InlineData("'status':'Pending'", ",'withProcessorSince':'2026-03-01T12:30:16+00:00'", CaptureStatus.Pending)]
    [InlineData("'status':'Failed'", ",'voidedAt':'2026-03-01T12:30:16+00:00'", CaptureStatus.Failed)]
    [InlineData(
        "'status':'Succeeded'",
        ",'disputes':[{'reference':'d-1','amount':'7500 USD','status':'Open'}]",
        CaptureStatus.Succeeded)]
    public void What_the_processor_says_of_a_capture_later_is_read_and_written_as_stored(
        string first, string last, CaptureStatus status)
    {
        var stored = StoredCapture
            .Replace("\"status\":\"Succeeded\"", first.Replace('\'', '"'), StringComparison.Ordinal)
            .Replace("+00:00\"}", $"+00:00\"{last.Replace('\'', '"')}}}", StringComparison.Ordinal);

        var capture = Assert.IsType<Capture>(RecordJson.Read("capture", Encoding.UTF8.GetBytes(stored)));

        Assert.Equal(status, capture.Status);
        Assert.Equal(stored, Encoding.UTF8.GetString(RecordJson.Write(capture)));
    }

    [Theory]
    [InlineData("\"Succeeded\"", "\"Pending\"")]
    [InlineData("\"Succeeded\"", "\"Failed\"")]
    [InlineData("\"processorReference\":\"sbx-2\",", "")]
    public void A_capture_whose_fields_contradict_its_status_is_an_error(string good, string bad) =>
        Assert.Throws<JsonException>(() => RecordJson.Read(
            "capture", Encoding.UTF8.GetBytes(StoredCapture.Replace(good, bad, StringComparison.Ordinal))));

    [Fact]
    public void A_credit_stored_with_gateway_codes_is_still_read()
    {
        var approved = Assert.IsType<Credit>(RecordJson.Read("credit", Encoding.UTF8.GetBytes(StoredCredit(
            """
            {"reference":"sbx-1","approvalCode":"OK5882","responseCode":"000","responseMessage":"APPROVAL",
            "hostResponseCode":"00"}
            """))));
        var declined = Assert.IsType<Credit>(RecordJson.Read("credit", Encoding.UTF8.GetBytes(StoredCredit(
            """
            {"responseCode":"032","responseMessage":"Card expired or not active","hostResponseCode":"54"}
            """))));

        Assert.Equal(new CreditAnswer.Approved("sbx-1", "OK5882"), approved.Answer);
        Assert.Equal(
            new CreditAnswer.Declined(
                new Decline(DeclineReason.CardExpired, "032", "Card expired or not active")),
            declined.Answer);
        Assert.Equal("ECOM", declined.Origin["origin"]);
        Assert.Null(declined.Processor);
    }

    [Fact]
    public void A_credit_neither_approved_nor_declined_is_an_error() => Assert.Throws<JsonException>(
        () => RecordJson.Read("credit", Encoding.UTF8.GetBytes(StoredCredit("""{"approvalCode":"OK5882"}"""))));

    [Theory]
    [InlineData("\"order\":\"1001\",")]
    [InlineData(",\"permanent\":false")]
    public void A_nullable_or_default_field_may_be_missing(string field) =>
        Assert.IsType<Refund>(Read(StoredRefund.Replace(field, "", StringComparison.Ordinal)));

    [Fact]
    public void An_unknown_field_is_ignored() =>
        Assert.IsType<Refund>(Read(StoredRefund.Replace("\"key\"", "\"old\":1,\"key\"", StringComparison.Ordinal)));

    [Theory]
    [InlineData("\"requested\":\"7500 USD\",", "")]
    [InlineData("7500 USD", "7500 XXX")]
    [InlineData("7500 USD", "75.00 USD")]
    [InlineData("\"r-1\"", "null")]
    [InlineData("\"ref-", "\"cap-")]
    [InlineData("\"Pending\"", "\"Unheard\"")]
    [InlineData("\"Pending\"", "0")]
    public void An_invalid_record_is_an_error(string good, string bad)
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
    [InlineData("'status':'Succeeded','recordedAt':'2026-03-01T12:30:16+00:00'", AllocationStatus.Succeeded)]
    [InlineData(
        "'status':'WithProcessor','processorReference':'sbx-1','answeredAt':'2026-03-01T12:30:16+00:00'",
        AllocationStatus.WithProcessor)]
    [InlineData(
        "'status':'Failed','processorReference':'sbx-1',"
        + "'decline':{'code':'025','message':'Gone','permanent':false,'reason':'AccountNotFound'},"
        + "'answeredAt':'2026-03-01T12:30:16+00:00','failedAt':'2026-03-04T12:30:16+00:00'",
        AllocationStatus.Failed)]
    [InlineData(
        "'status':'Succeeded','processorReference':'sbx-1','overpaidAt':'2026-03-04T12:30:16+00:00'",
        AllocationStatus.Succeeded)]
    public void An_allocation_is_read_and_written_as_stored_in_this_release_and_earlier_ones(
        string fields, AllocationStatus status)
    {
        var stored = StoredRefund.Replace(Declined, fields.Replace('\'', '"'), StringComparison.Ordinal);

        var refund = Assert.IsType<Refund>(Read(stored));

        Assert.Equal(status, Assert.Single(refund.Allocations).Status);
        Assert.Equal(stored, Encoding.UTF8.GetString(RecordJson.Write(refund)));
    }

    [Theory]
    [InlineData("'status':'WithProcessor','processorReference':'sbx-1'")]
    [InlineData("'status':'Failed','processorReference':'sbx-1','failedAt':'2026-03-01T12:30:16+00:00'")]
    [InlineData("'status':'Succeeded'")]
    [InlineData("'status':'Declined'")]
    [InlineData("'status':'Reserved','processorReference':'sbx-1'")]
    [InlineData("'status':'Reserved','recordedAt':'2026-03-01T12:30:16+00:00'")]
    [InlineData("'status':'Succeeded','processorReference':'sbx-1','recordedAt':'2026-03-01T12:30:16+00:00'")]
    [InlineData("'status':'Declined','processorReference':'sbx-1'")]
    public void An_allocation_whose_fields_contradict_its_status_is_an_error(string fields) =>
        Assert.Throws<JsonException>(() =>
            Read(StoredRefund.Replace(Declined, fields.Replace('\'', '"'), StringComparison.Ordinal)));

    /// <summary>At most two parts per capture: <c>AllocationReasons</c> of the ledger's tests.</summary>
    [Fact]
    public void A_refund_over_all_captures_that_a_ledger_may_have_fits_its_entity_with_its_explanation()
    {
        var address = Sample.Address();
        var most = new Money(Money.MaxMinorUnits, Sample.Usd);
        var refund = Sample.Refund(address, Money.MaxMinorUnits) with
        {
            Allocations =
            [
                .. Enumerable.Range(1, 2 * LedgerHead.MaxEntries).Select(number => new Allocation(
                    number,
                    Id<Capture>.New(address.Ledger, Guid.NewGuid()),
                    most,
                    number % 2 == 0
                        ? new AllocationOutcome.Succeeded($"sbx-{Guid.NewGuid():N}", Sample.At)
                        : new AllocationOutcome.Declined(
                            new Decline(DeclineReason.AccountClosed, "030", new string('m', 60), Permanent: true),
                            Sample.At),
                    new AllocationDecision(number, AllocationReason.Proportion, most, Sample.At))),
            ],
        };

        Assert.InRange(RecordJson.Write(refund).Length, 1, Body.ChunkBytes * Body.MaxChunks);
    }

    [Fact]
    public void A_refund_stored_before_tenders_goes_back_to_cards_and_one_with_tenders_is_read_as_written()
    {
        var old = Assert.IsType<Refund>(Read(StoredRefund));
        Assert.Equal((RefundTenders.Card, null), (old.Tenders, old.ToCredit));
        const string Credit =
            """
            ,"toCredit":{"tenders":"CardFirst","reserved":"0 USD","parts":[{"number":1,
            "payment":"crp-0123456789abcdef0123000000000000000000000000000000bb","amount":"500 USD",
            "room":"700 USD","at":"2026-03-01T12:30:15+00:00"}]}}
            """;
        var stored = StoredRefund[..^1] + Credit.ReplaceLineEndings("");

        var refund = Assert.IsType<Refund>(Read(stored));

        Assert.Equal((RefundTenders.CardFirst, 500L), (refund.Tenders, refund.ToCredit!.Refunded.MinorUnits));
        Assert.EndsWith(
            Credit.ReplaceLineEndings(""), Encoding.UTF8.GetString(RecordJson.Write(refund)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_kind_is_an_error() =>
        Assert.Throws<JsonException>(() => RecordJson.Read("voucher", "{}"u8.ToArray()));

    private static string StoredCredit(string answer) => $$"""
        {"id":"crd-0123456789abcdef0123000000000000000000000000000000dd","order":"1001","amount":"1204 USD",
        "origin":{"clientRequestId":"1234567","sourceType":"PaymentCard","origin":"ECOM",
        "merchantId":"100008000003683"},
        "answer":{{answer}},"status":"Authorized","createdAt":"2026-03-01T12:30:15.1234567+00:00"}
        """;

    private static Record Read(string json) => RecordJson.Read("refund", Encoding.UTF8.GetBytes(json));
}
