using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;

namespace Payments.Ledger.Tests.Decisions;

/// <summary>A head and records that were read at different moments cause an exception of their own type.</summary>
public sealed class TornReads
{
    private static readonly LedgerHead Head = Given.Order(500).Authorized(1, 500).Captured(1, 1, 200);
    private static readonly LedgerHead Older = Given.Order(500);

    [Fact]
    public void A_record_whose_balance_the_head_does_not_know_is_a_torn_read()
    {
        Assert.Throws<TornReadException>(() => Older.GetRequired(Head.Authorizations[0].Id));
        Assert.Throws<TornReadException>(() => Older.GetRequired(Head.Captures[0].Id));
        Assert.Throws<TornReadException>(() => Older.GetName(Head.Authorizations[0].Id));
        Assert.Throws<TornReadException>(() => Older.With(Head.Authorizations[0]));
        Assert.Throws<TornReadException>(() => Older.With(Head.Captures[0]));
    }

    [Fact]
    public void Adding_two_currencies_is_a_failure_and_no_torn_read() =>
        Assert.Throws<InvalidOperationException>(() => Given.Cents(1) + new Money(1, Given.Eur));
}
