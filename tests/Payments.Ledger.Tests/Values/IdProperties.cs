using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Tests.Values;

public sealed class IdProperties
{
    private static readonly Arbitrary<Guid> Guids = Gen.ArrayOf(Gen.Choose(0, 255), 16)
        .Select(bytes => new Guid([.. bytes.Select(part => (byte)part)]))
        .ToArbitrary();

    [Fact]
    public void A_printed_id_parses_to_itself() =>
        Prop.ForAll(Guids, unique =>
        {
            var id = Id<Refund>.New(LedgerId.Standalone(unique), unique);
            return Id<Refund>.Parse(id.ToString()) == id
                && Id<Refund>.TryParseBare(id.ToBareString(), out var bare) && bare == id;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_printed_short_id_parses_to_itself_in_32_digits() =>
        Prop.ForAll(Guids, unique =>
        {
            var id = Id<Credit>.NewShort(LedgerId.Standalone(unique), unique);
            return Id<Credit>.Parse(id.ToString()) == id && id.ToBareString().Length == 32;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_id_carries_its_ledger() =>
        Prop.ForAll(Guids, unique =>
        {
            var ledger = LedgerId.Standalone(unique);
            return Id<Capture>.Parse(Id<Capture>.New(ledger, unique).ToString()).Ledger == ledger
                && LedgerId.Parse(ledger.ToString()) == ledger;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_ledger_of_an_order_never_changes()
    {
        // The first ten bytes of the SHA-256 of "order:" and the number, in UTF-8: stored ids depend on it.
        Assert.Equal("e61c8f1c9754b087f4d4", LedgerId.ForOrder(OrderNumber.From("1001")).ToString());
        Assert.NotEqual(LedgerId.ForOrder(OrderNumber.From("a")), LedgerId.ForOrder(OrderNumber.From("A")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ref")]
    [InlineData("ref-")]
    [InlineData("cap-0123456789abcdef012300000001000000000000000000000000")]
    [InlineData("REF-0123456789abcdef012300000001000000000000000000000000")]
    [InlineData("ref_0123456789abcdef012300000001000000000000000000000000")]
    [InlineData("ref-0123456789ABCDEF012300000001000000000000000000000000")]
    [InlineData("ref-0123456789abcdef01230000000100000000000000000000000G")]
    [InlineData("ref-0123456789abcdef0123000000010000000000000000000000000")]
    [InlineData("ref-0123456789abcdef012300000000001")]
    [InlineData("ref-0123456789abcdef0123000000010000000000000000000000/0")]
    [InlineData(" ref-0123456789abcdef012300000001000000000000000000000000")]
    [InlineData("ref-0123456789abcdef012300000001000000000000000000000000\n")]
    public void Any_other_text_is_rejected(string text)
    {
        Assert.False(Id<Refund>.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Id<Refund>.Parse(text));
    }

    [Theory]
    [InlineData("0123456789abcdef012")]
    [InlineData("0123456789abcdef01234")]
    [InlineData("0123456789ABCDEF0123")]
    [InlineData("0123456789abcdeg0123")]
    public void A_ledger_is_20_lower_case_hexadecimal_digits(string text)
    {
        Assert.False(LedgerId.TryParse(text, out _));
        Assert.Throws<FormatException>(() => LedgerId.Parse(text));
    }

    [Fact]
    public void An_unset_ledger_id_cannot_be_printed() =>
        Assert.Throws<InvalidOperationException>(() => default(LedgerId).ToString());

    [Fact]
    public void Prefixes_of_two_kinds_and_so_their_record_keys_never_collide()
    {
        var keys = new[]
        {
            RecordKey.For(Given.Id<Authorization>(1)),
            RecordKey.For(Given.Id<Capture>(1)),
            RecordKey.For(Given.Id<Refund>(1)),
            RecordKey.For(Given.Id<Credit>(1)),
            RecordKey.For(Given.Id<CreditPayment>(1)),
            RecordKey.For(PaymentId.From(Given.Id<Refund>(1).Unique)),
            RecordKey.For(PaymentId.From("a"), TransactionId.From("b-c")),
            RecordKey.For(PaymentId.From("a-b"), TransactionId.From("c")),
        };
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }
}
