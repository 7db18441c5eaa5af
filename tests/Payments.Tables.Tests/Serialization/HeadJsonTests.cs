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

namespace Payments.Tables.Tests.Serialization;

public sealed class HeadJsonTests
{
    private const int BytesOfACapture = 200;

    private static readonly LedgerId Ledger = Sample.Address().Ledger;

    [Fact]
    public void A_head_is_read_as_written() => Prop.ForAll<int>(seed =>
    {
        var head = new RandomValues(seed, Ledger).Of<LedgerHead>();

        var written = HeadJson.Write(head, Ledger);
        var read = HeadJson.Read(written, Ledger);

        Assert.Equal(head.Payments.AsEnumerable(), read.Payments);
        Assert.Equal(head.Authorizations.AsEnumerable(), read.Authorizations);
        Assert.Equal(head.Captures.AsEnumerable(), read.Captures);
        Assert.Equal(head.UnknownOutcomes.AsEnumerable(), read.UnknownOutcomes);
        Assert.Equal(head with { Payments = [], Authorizations = [], Captures = [], UnknownOutcomes = [] },
            read with { Payments = [], Authorizations = [], Captures = [], UnknownOutcomes = [] });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_key_equal_to_the_id_takes_no_space_and_is_read()
    {
        var head = Sample.HeadWithCaptures(Sample.Address(), 1);
        var authorization = head.Authorizations[0];
        head = head.With(authorization with { Key = Key.ForId(authorization.Id) });

        var written = HeadJson.Write(head, authorization.Id.Ledger);

        Assert.DoesNotContain("aut-", Encoding.UTF8.GetString(written), StringComparison.Ordinal);
        var read = HeadJson.Read(written, authorization.Id.Ledger);
        Assert.Equal(head.Authorizations.AsEnumerable(), read.Authorizations);
    }

    [Fact]
    public void A_thousand_captures_take_less_than_200_bytes_each()
    {
        var address = Sample.Address();
        var none = HeadJson.Write(Sample.HeadWithCaptures(address, 0), address.Ledger).Length;
        var thousand = HeadJson.Write(Sample.HeadWithCaptures(address, 1_000), address.Ledger).Length;

        Assert.InRange((thousand - none) / 1_000, 100, BytesOfACapture);
    }

    [Fact]
    public void The_largest_head_fits_its_entity()
    {
        var zero = Money.Zero(Sample.Usd);
        var most = new Money(Money.MaxMinorUnits, Sample.Usd);
        var head = LedgerHead.Open(Sample.Usd) with
        {
            Payments =
            [
                .. Enumerable.Range(0, LedgerHead.MaxEntries).Select(number => new PaymentBalance(
                    PaymentId.From($"{number:d22}"),
                    most,
                    PaymentType.SpendingAccount,
                    Renamed: PaymentId.From($"r{number:d21}"))),
            ],
            Authorizations =
            [
                .. Enumerable.Range(0, LedgerHead.MaxEntries).Select(number => new AuthorizationBalance(
                    Id<Authorization>.New(Ledger, Guid.NewGuid()),
                    Key.From($"{number:d36}"),
                    PaymentId.From($"{number:d22}"),
                    most,
                    most,
                    zero,
                    zero,
                    Sample.At,
                    Released: most)),
            ],
            Captures =
            [
                .. Enumerable.Range(0, LedgerHead.MaxEntries).Select(_ => new CaptureBalance(
                    Id<Capture>.New(Ledger, Guid.NewGuid()),
                    Id<Authorization>.New(Ledger, Guid.NewGuid()),
                    most,
                    most,
                    zero,
                    zero,
                    Sample.At)),
            ],
            UnknownOutcomes =
            [
                .. Enumerable.Range(0, LedgerHead.MaxUnknownOutcomes).Select(
                    _ => RecordKey.For(Id<Refund>.New(Ledger, Guid.NewGuid()))),
            ],
        };

        Assert.InRange(HeadJson.Write(head, Ledger).Length, 1, Body.ChunkBytes * Body.MaxChunks);
    }

    [Fact]
    public void A_later_cell_may_be_missing_in_older_rows()
    {
        const string Stored =
            """{"currency":"USD","sequence":3,"sums":[0,0,0],"payments":[["p-1"]],"authorizations":[["""
            + "\"000000000000000000000000000000aa\",null,null,100,0,0,0]],\"captures\":[]}";
        var broken = Encoding.UTF8.GetBytes(Stored);
        Assert.Throws<JsonException>(() => HeadJson.Read(broken, Ledger));

        var whole = Stored.Replace("[\"p-1\"]", "", StringComparison.Ordinal);
        var head = HeadJson.Read(Encoding.UTF8.GetBytes(whole), Ledger);

        var authorization = Assert.Single(head.Authorizations);
        Assert.Equal((null, false, false), (authorization.ExpiresAt, authorization.Reversed, authorization.Implied));
        Assert.Null(head.Order);
    }

    [Theory]
    [InlineData("\"p-1\"", true)]
    [InlineData("null", false)]
    public void A_capture_stored_before_merchant_accounts_could_be_shared_is_the_storefronts_if_it_was_recorded(
        string payment, bool isExternal)
    {
        var stored = $$"""
            {"currency":"USD","sequence":3,"sums":[0,0,0],"payments":[],
            "authorizations":[["000000000000000000000000000000aa",null,{{payment}},100,100,0,0]],
            "captures":[["000000000000000000000000000000bb","000000000000000000000000000000aa",100,0,0,0,
            639000000000000000]]}
            """;

        var head = HeadJson.Read(Encoding.UTF8.GetBytes(stored), Ledger);

        Assert.Equal(isExternal, head.IsExternal(Assert.Single(head.Captures)));
        Assert.Equal(isExternal, Assert.Single(head.Authorizations).IsExternal);
    }

    [Theory]
    [InlineData("PurchaseOrder", true)]
    [InlineData("SpendingAccount", true)]
    [InlineData("CreditCard", false)]
    public void A_payment_stored_before_acceptance_counted_is_read_according_to_its_type(
        string type, bool isAccepted)
    {
        var stored = $$"""
            {"currency":"USD","sequence":3,"sums":[0,0,0],"order":["1001",500,0],"payments":[["p-1",100,"{{type}}"]],
            "authorizations":[],"captures":[]}
            """;

        var head = HeadJson.Read(Encoding.UTF8.GetBytes(stored), Ledger);

        var payment = Assert.Single(head.Payments);
        Assert.Equal((isAccepted, null), (payment.Accepted, payment.Renamed));
        Assert.False(head.Order!.RefundsReopen);
    }

    /// <summary>The sum of credit payments was always in the head: all of it can be returned.</summary>
    [Theory]
    [InlineData("[50,0,0]", 50, null, null)]
    [InlineData("[50,0,0,20]", 30, 20, null)]
    [InlineData("[50,0,0,20,10]", 20, 20, 10)]
    [InlineData("[50,0,0,null,10]", 40, null, 10)]
    public void A_head_stored_before_refunds_could_return_to_credit_payments_knows_how_much_was_paid_by_them(
        string sums, int refundable, int? refunded, int? reserved)
    {
        var stored = $$"""
            {"currency":"USD","sequence":3,"sums":{{sums}},"order":["1001",500,0],"payments":[],"authorizations":[],
            "captures":[]}
            """;

        var head = HeadJson.Read(Encoding.UTF8.GetBytes(stored), Ledger);

        Money? Cents(int? count) => count is { } given ? new Money(given, Sample.Usd) : null;
        Assert.Equal(Cents(refundable), head.RefundableToCredit);
        Assert.Equal((Cents(refunded), Cents(reserved)), (head.RefundedToCredit, head.ReservedForCredit));
        Assert.Contains(
            $"\"sums\":{sums}", Encoding.UTF8.GetString(HeadJson.Write(head, Ledger)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_of_another_ledger_or_currency_is_not_written()
    {
        var address = Sample.Address();
        var head = Sample.HeadWithCaptures(address, 1);

        Assert.Throws<InvalidOperationException>(() => HeadJson.Write(head, LedgerId.Standalone(Guid.NewGuid())));
        Assert.Throws<InvalidOperationException>(() => HeadJson.Write(
            head with { CreditPayments = new Money(1, Currency.Parse("EUR")) }, address.Ledger));
    }
}
