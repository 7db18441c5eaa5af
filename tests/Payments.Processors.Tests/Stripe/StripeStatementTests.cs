using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.ScriptedProcessors;
using Payments.ScriptedProcessors.Stripe;

namespace Payments.Processors.Tests.Stripe;

/// <summary>Stripe's balance transactions as a statement.</summary>
public sealed class StripeStatementTests : StripeTest
{
    private readonly DateTimeOffset _start;

    public StripeStatementTests() => _start = Time.GetUtcNow();

    [Fact]
    public async Task All_pages_are_read_and_each_movement_comes_once()
    {
        var authorized = await AuthorizedAsync(1_000);
        var captures = new List<CaptureFunds>();
        for (var number = 0; number < 3; number++)
        {
            captures.Add(Capture(authorized, 100));
            await ApprovedAsync(captures[^1]);
        }

        for (var number = 0; number < 250; number++) Server.RefundByHand(authorized, 1);

        var found = await ListAsync();

        Assert.Equal(3 + 250, found.Count);
        Assert.Equal(3, Server.Requests.Count(request => request.Path == "/v1/balance_transactions"));
        var captured = found.Where(movement => movement.Kind == MovementKind.Capture).ToList();
        Assert.Equal(3, captured.Count);
        Assert.All(captured, movement => Assert.Equal(
            captures.Select(capture => capture.IdempotencyKey), movement.Operations));
    }

    [Fact]
    public async Task A_refund_made_by_hand_of_our_payment_is_ours_and_of_no_operation()
    {
        var authorized = await AuthorizedAsync(100);
        await ApprovedAsync(Capture(authorized, 100));
        Server.RefundByHand(authorized, Cents(30));

        var refund = Assert.Single(await ListAsync(), movement => movement.Kind == MovementKind.Refund);

        Assert.True(refund.IsOfThisService);
        Assert.Empty(refund.Operations);
        Assert.Equal(Shop.Dollars(30), refund.Amount);
    }

    [Fact]
    public async Task What_another_program_took_on_the_account_is_not_ours_and_fees_are_no_movements()
    {
        var payment = new ScriptedPayment
        {
            Id = "pi_another",
            Amount = 500,
            Currency = "usd",
            Method = StripeCards.Good,
            Status = "succeeded",
            Metadata = [],
            ChargeMetadata = new Dictionary<string, string>(),
        };
        Server.Book("charge", payment, 500, "usd");
        Server.Book("stripe_fee", source: null, -25, "usd");
        Server.Book("payout", source: null, -400, "usd");

        var found = Assert.Single(await ListAsync());

        Assert.False(found.IsOfThisService);
        Assert.Empty(found.Operations);
    }

    [Fact]
    public async Task A_dispute_takes_money_and_returns_it_if_it_is_won()
    {
        var authorized = await AuthorizedAsync(100);
        var capture = Capture(authorized, 100);
        await ApprovedAsync(capture);
        var dispute = Server.OpenDispute(authorized, Cents(100));
        Time.Advance(TimeSpan.FromDays(3));
        Server.CloseDispute(dispute, isWon: true);

        var found = (await ListAsync()).Where(movement => movement.Kind == MovementKind.Dispute).ToList();

        Assert.Equal([false, true], found.OrderBy(movement => movement.At).Select(movement => movement.IsReturn));
        Assert.All(found, movement =>
            Assert.Equal((dispute.Id, capture.IdempotencyKey), (movement.Reference, movement.Operations[0])));
    }

    [Fact]
    public async Task A_refund_that_is_pending_is_booked_and_held()
    {
        var captured = await CapturedAsync(100, StripeCards.RefundPending);
        Assert.IsType<ProcessorResponse.Pending>(await ExecuteAsync(Refund(captured, 40)));

        Assert.True(Assert.Single(await ListAsync(), movement => movement.Kind == MovementKind.Refund).IsHeld);

        Server.EndRefund(Server.Refunds[0], failureReason: null);
        Assert.False(Assert.Single(await ListAsync(), movement => movement.Kind == MovementKind.Refund).IsHeld);
    }

    [Fact]
    public async Task What_Stripe_booked_in_the_account_s_own_currency_has_the_amount_that_was_taken()
    {
        var authorized = await AuthorizedAsync(100);
        await ApprovedAsync(Capture(authorized, 100));
        var booked = Server.Balance[^1];
        Server.Balance[^1] = booked with { Amount = 9_200, Currency = "eur" };

        Assert.Equal(Shop.Dollars(100), Assert.Single(await ListAsync()).Amount);
    }

    [Theory]
    [InlineData("10000", "JPY")]
    [InlineData("100.120", "KWD")]
    public async Task Amounts_are_those_of_this_service_in_each_currency(string amount, string currency)
    {
        var money = Shop.Of(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), currency);
        var authorized = await ApprovedAsync(Authorize(1) with { Amount = money });
        await ApprovedAsync(Capture(authorized, 1) with { Amount = money });

        Assert.Equal(money, Assert.Single(await ListAsync()).Amount);
    }

    [Theory]
    [InlineData(Fate.TooMany)]
    [InlineData(Fate.FailBefore)]
    [InlineData(Fate.CutBefore)]
    public async Task A_statement_that_can_t_be_read_is_a_failure_and_no_empty_statement(Fate fate)
    {
        await CapturedAsync(100);
        Server.ScriptsStatements = true;
        Server.Script(Enumerable.Repeat(fate, 5));

        await Assert.ThrowsAsync<StatementUnavailableException>(ListAsync);
    }

    [Fact]
    public void An_organization_without_an_account_has_no_statement()
    {
        Assert.True(Bench.Statement.HasAccount(Demo));
        Assert.False(Bench.Statement.HasAccount(OrganizationId.From("nobody")));
    }

    private async Task<List<ProcessorMovement>> ListAsync() =>
        await Bench.Statement.ReadAsync(Demo, _start, Time.GetUtcNow().AddSeconds(1), default).ToListAsync();
}
