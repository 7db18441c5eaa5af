using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Records;

namespace Payments.Processors.Tests;

public sealed class AmountScriptTests
{
    private const string AnyCard = "4012001928706700";

    private readonly Shop _shop = new();

    public enum Asked
    {
        Refund,
        Credit,
    }

    [Theory]
    [InlineData(5001, "001", "Declined", false)]
    [InlineData(5005, "005", "Referral", false)]
    [InlineData(5008, "008", "Insufficient funds", false, DeclineReason.InsufficientFunds)]
    [InlineData(5008.99, "008", "Insufficient funds", false, DeclineReason.InsufficientFunds)]
    [InlineData(5013, "013", "Hard decline", true)]
    [InlineData(5017, "017", "Lost or stolen card", true, DeclineReason.LostOrStolenCard)]
    [InlineData(5018, "018", "Suspected fraud", true, DeclineReason.SuspectedFraud)]
    [InlineData(5025, "025", "Account not on file", false, DeclineReason.AccountNotFound)]
    [InlineData(5026, "026", "Invalid account number", true, DeclineReason.InvalidCardNumber)]
    [InlineData(5028, "028", "Account blocked", true, DeclineReason.AccountBlocked)]
    [InlineData(5030, "030", "Account closed", true, DeclineReason.AccountClosed)]
    [InlineData(5032, "032", "Card expired or not active", true, DeclineReason.CardExpired)]
    [InlineData(5999.99, "999", "Declined", false)]
    public async Task Amounts_from_5001_to_5999_are_declined_with_their_last_three_digits(
        double amount, string code, string message, bool permanent, DeclineReason reason = DeclineReason.Unspecified)
    {
        var money = Shop.Dollars((decimal)amount);
        var decline = new Decline(reason, code, message, permanent);
        foreach (var asked in Enum.GetValues<Asked>())
        {
            var answer = await _shop.CallAsync(await OperationAsync(asked, money));
            Assert.Equal(new ProcessorResponse.Declined(decline), answer);
        }

        Assert.Equal(Shop.Dollars(0), (await _shop.DollarsMovedAsync()).Refunded);
    }

    [Theory]
    [InlineData(5000.99)]
    [InlineData(6000)]
    [InlineData(6008)]
    public async Task Amounts_outside_the_script_are_approved(double amount)
    {
        foreach (var asked in Enum.GetValues<Asked>())
        {
            var operation = await OperationAsync(asked, Shop.Dollars((decimal)amount));
            Assert.IsType<ProcessorResponse.Approved>(await _shop.CallAsync(operation));
        }
    }

    [Theory]
    [InlineData("JPY", 5008)]
    [InlineData("KWD", 5008.125)]
    public async Task Whole_units_count_in_every_currency(string currency, double amount)
    {
        var credit = _shop.CreditOf(Shop.Of((decimal)amount, currency), Shop.Card(AnyCard));
        var declined = Assert.IsType<ProcessorResponse.Declined>(await _shop.CallAsync(credit));
        Assert.Equal("008", declined.Decline.Code);
    }

    [Theory]
    [InlineData(Asked.Refund, 6001, 1)]
    [InlineData(Asked.Refund, 6003, 1)]
    [InlineData(Asked.Refund, 6004, 3)]
    [InlineData(Asked.Credit, 6001, 1)]
    [InlineData(Asked.Credit, 6003, 1)]
    [InlineData(Asked.Credit, 6004, 3)]
    public async Task A_timeout_is_an_unknown_outcome_for_some_calls_and_then_approved_for_good(
        Asked asked, int amount, int unknown)
    {
        var operation = await OperationAsync(asked, Shop.Dollars(amount));
        for (var ask = 0; ask < unknown; ask++)
            Assert.IsType<ProcessorResponse.Unknown>(await _shop.CallAsync(operation));

        var first = Assert.IsType<ProcessorResponse.Approved>(await _shop.CallAsync(operation));
        Assert.Equal(first, await _shop.CallAsync(operation));
    }

    [Theory]
    [InlineData(6001, 6001)]
    [InlineData(6003, 0)]
    [InlineData(6004, 6004)]
    public async Task The_script_decides_whether_money_moved_before_a_timeout(int amount, int movedAtFirst)
    {
        var refund = await OperationAsync(Asked.Refund, Shop.Dollars(amount));

        await _shop.CallAsync(refund);
        Assert.Equal(Shop.Dollars(movedAtFirst), (await _shop.DollarsMovedAsync()).Refunded);

        for (var ask = 0; ask < 5; ask++) await _shop.CallAsync(refund);
        Assert.Equal(Shop.Dollars(amount), (await _shop.DollarsMovedAsync()).Refunded);
    }

    [Theory]
    [InlineData(Asked.Refund)]
    [InlineData(Asked.Credit)]
    public async Task A_slow_operation_takes_three_seconds_and_does_nothing_before(Asked asked)
    {
        var operation = await OperationAsync(asked, Shop.Dollars(6002));
        var rows = (await _shop.StatementAsync()).Operations.Length;

        var answer = _shop.CallAsync(operation);
        _shop.Time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(answer.IsCompleted);
        Assert.Equal(rows, (await _shop.StatementAsync()).Operations.Length);

        _shop.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.IsType<ProcessorResponse.Approved>(await answer);
        var again = _shop.CallAsync(operation);
        Assert.True(again.IsCompleted);
        Assert.Equal(await answer, await again);
    }

    [Fact]
    public async Task An_amount_takes_precedence_over_a_token()
    {
        var capture = await _shop.CapturedAsync(Shop.Dollars(5008), "tok-refund-decline-permanent");
        var answer = await _shop.CallAsync(_shop.RefundOf(capture, Shop.Dollars(5008)));
        Assert.Equal("008", Assert.IsType<ProcessorResponse.Declined>(answer).Decline.Code);
    }

    [Fact]
    public async Task Settlements_are_not_scripted_by_amount()
    {
        var settlement = new SettleFunds(Shop.Organization, "settle", Shop.Dollars(5008), "a credit of elsewhere");
        Assert.IsType<ProcessorResponse.Approved>(await _shop.CallAsync(settlement));
    }

    /// <summary>That authorization and capture of the amount are approved is half of the test.</summary>
    private async Task<ProcessorOperation> OperationAsync(Asked asked, Money amount) => asked == Asked.Refund
        ? _shop.RefundOf(await _shop.CapturedAsync(amount), amount)
        : _shop.CreditOf(amount, Shop.Card(AnyCard));
}
