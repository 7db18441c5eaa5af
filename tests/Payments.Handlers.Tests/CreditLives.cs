using Payments.Handlers.Ports;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Writing;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests;

public sealed class CreditLives
{
    private const string DecliningCard = "4012001915677112";
    private readonly Shop _shop = new();

    public static TheoryData<string, int, bool> EveryStep() => new()
    {
        { Calls.LedgerRead, 1, false },
        { Calls.Processor, 1, false },
        { Calls.Processor, 1, true },
        { Calls.LedgerRead, 1, true },
        { Calls.Commit, 1, false },
        { Calls.Commit, 1, true },
    };

    [Fact]
    public async Task A_declined_credit_is_stored_and_never_settled()
    {
        var credit = (await GiveAsync(DecliningCard)).Result();
        await _shop.DeliverAllAsync();

        Assert.Equal(CreditStatus.Declined, credit.Status);
        Assert.Equal(credit, Assert.Single(await _shop.StoredAsync<Credit>()));
        Assert.Equal(Shop.Dollars(0), (await _shop.MovedAsync()).Credited);
        Assert.Equal(Shop.Dollars(0), (await _shop.HeadAsync()).OpenCredits);
        Assert.Equal(credit, (await GiveAsync(DecliningCard)).Result());
    }

    [Fact]
    public async Task A_credit_settled_concurrently_is_sent_once()
    {
        var credit = (await GiveAsync()).Result();
        var work = new SettleCredit(Shop.Ledger, credit.Id);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _shop.HandleAsync(work, _shop.Another())));
        await _shop.HandleAsync(work);

        Assert.Equal(CreditStatus.Settled, Assert.Single(await _shop.StoredAsync<Credit>()).Status);
        Assert.Equal(Shop.Dollars(10), (await _shop.MovedAsync()).Credited);
        Assert.Equal(Shop.Dollars(10), (await _shop.HeadAsync()).OpenCredits);
    }

    [Theory]
    [MemberData(nameof(EveryStep))]
    public async Task An_interrupted_settlement_is_repeated_and_sends_the_money_once(
        string call, int number, bool afterEffect)
    {
        var credit = (await GiveAsync()).Result();
        var work = new SettleCredit(Shop.Ledger, credit.Id);
        _shop.Wire.FailOnce(call, number, afterEffect);
        await Assert.ThrowsAsync<PortException>(() => _shop.HandleAsync(work));
        _shop.Wire.Calm();

        await _shop.HandleAsync(work);

        Assert.Equal(CreditStatus.Settled, Assert.Single(await _shop.StoredAsync<Credit>()).Status);
        Assert.Equal(Shop.Dollars(10), (await _shop.MovedAsync()).Credited);
    }

    [Fact]
    public async Task A_settlement_of_unknown_outcome_is_repeated_under_one_key()
    {
        await GiveAsync();
        _shop.Processor.Script = asked => asked is SettleFunds ? new ProcessorResponse.Unknown("timeout") : null;
        await _shop.DeliverAllAsync(atMost: 5);
        Assert.Equal(CreditStatus.Authorized, Assert.Single(await _shop.StoredAsync<Credit>()).Status);
        _shop.Processor.Script = _ => null;

        await _shop.DeliverAllAsync();

        Assert.Equal(CreditStatus.Settled, Assert.Single(await _shop.StoredAsync<Credit>()).Status);
        Assert.Single(_shop.Processor.Asked.OfType<SettleFunds>().Distinct());
    }

    [Fact]
    public async Task A_declined_settlement_removes_the_credit_from_the_total()
    {
        await GiveAsync();
        _shop.Processor.Script = asked => asked is SettleFunds
            ? new ProcessorResponse.Declined(new Decline(DeclineReason.Unspecified, "006", "Generic decline"))
            : null;

        await _shop.DeliverAllAsync();

        Assert.Equal(CreditStatus.Failed, Assert.Single(await _shop.StoredAsync<Credit>()).Status);
        Assert.Equal(Shop.Dollars(0), (await _shop.HeadAsync()).OpenCredits);
    }

    [Fact]
    public async Task An_authorization_of_unknown_outcome_stores_nothing_and_is_repeated_under_the_same_key()
    {
        _shop.Processor.Script = _ => new ProcessorResponse.Unknown("timeout");
        await Assert.ThrowsAsync<ProcessorUnavailableException>(() => GiveAsync());
        _shop.Processor.Script = _ => null;
        Assert.Empty(_shop.Ledgers.Addresses);

        (await GiveAsync()).Accepted();

        Assert.Single(_shop.Processor.Asked.Select(asked => asked.IdempotencyKey).Distinct());
    }

    private Task<Answer<Credit>> GiveAsync(string card = "4005550000000019") =>
        _shop.Credits.GiveAsync(Shop.Organization, Requests.Credit(10, card: card), default);
}
