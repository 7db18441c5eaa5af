using Payments.Ledger.Allocations;
using Payments.Ledger.Records;

namespace Payments.Ledger.Tests.Allocations;

public sealed class TenderShareProperties
{
    private static readonly Gen<(RefundTenders Tenders, long Amount, long Card, long Credit)> Samples =
        from tenders in Gen.Elements(Enum.GetValues<RefundTenders>())
        from card in Gen.Choose(0, 20)
        from credit in Gen.Choose(0, 20)
        let most = Usable(tenders, card, credit)
        from amount in Gen.Choose(0, most)
        select (tenders, (long)amount, (long)card, (long)credit);

    [Fact]
    public void Shares_add_up_and_never_exceed_what_their_tender_can_take() =>
        Check((sample, shares) =>
        {
            var (tenders, amount, card, credit) = sample;
            Assert.Equal(Given.Cents(amount), shares.Total);
            Assert.InRange(shares.Card.MinorUnits, 0, tenders == RefundTenders.Credit ? 0 : card);
            Assert.InRange(shares.Credit.MinorUnits, 0, tenders == RefundTenders.Card ? 0 : credit);
        });

    [Fact]
    public void The_second_tender_takes_only_what_the_first_cannot() =>
        Check((sample, shares) =>
        {
            if (sample.Tenders == RefundTenders.CardFirst && shares.Credit.IsPositive)
                Assert.Equal(Given.Cents(sample.Card), shares.Card);
            if (sample.Tenders == RefundTenders.CreditFirst && shares.Card.IsPositive)
                Assert.Equal(Given.Cents(sample.Credit), shares.Credit);
        });

    [Fact]
    public void More_than_the_tenders_can_take_is_out_of_range() =>
        Prop.ForAll(Samples.ToArbitrary(), sample =>
        {
            var most = Usable(sample.Tenders, (int)sample.Card, (int)sample.Credit);
            Assert.Throws<ArgumentOutOfRangeException>(() => Split(sample with { Amount = most + 1 }));
        }).QuickCheckThrowOnFailure();

    private static int Usable(RefundTenders tenders, int card, int credit) => tenders switch
    {
        RefundTenders.Card => card,
        RefundTenders.Credit => credit,
        _ => card + credit,
    };

    private static void Check(
        Action<(RefundTenders Tenders, long Amount, long Card, long Credit), TenderShares> holds) =>
        Prop.ForAll(Samples.ToArbitrary(), sample => holds(sample, Split(sample))).QuickCheckThrowOnFailure();

    private static TenderShares Split((RefundTenders Tenders, long Amount, long Card, long Credit) sample) =>
        TenderShares.Split(
            sample.Tenders,
            Given.Cents(sample.Amount),
            new TenderShares(Given.Cents(sample.Card), Given.Cents(sample.Credit)));
}
