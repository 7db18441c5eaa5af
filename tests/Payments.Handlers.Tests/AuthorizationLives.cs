using Payments.Handlers.CreditPayments;
using Payments.Handlers.Orders;
using Payments.Handlers.Ports;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests;

public sealed class AuthorizationLives
{
    private readonly Shop _shop = new();

    [Fact]
    public async Task An_unknown_outcome_stores_nothing_and_the_operation_is_repeated_under_the_same_key()
    {
        await _shop.RegisterAsync(100);
        _shop.Processor.Script = _ => new ProcessorResponse.Unknown("timeout");
        await Assert.ThrowsAsync<ProcessorUnavailableException>(
            () => _shop.AuthorizeAsync(Requests.Authorization(100, "k")));
        _shop.Processor.Script = _ => null;

        Assert.Empty(await _shop.StoredAsync<Authorization>());
        (await _shop.AuthorizeAsync(Requests.Authorization(100, "k"))).Accepted();

        Assert.Single(_shop.Processor.Asked.Distinct());
    }

    [Fact]
    public async Task Without_an_order_the_key_determines_the_ledger()
    {
        var request = Requests.Authorization(100, "k") with { Order = null };
        _shop.Wire.FailOnce(Calls.Commit, 1, afterEffect: true);
        await Assert.ThrowsAsync<PortException>(() => _shop.AuthorizeAsync(request));
        _shop.Wire.Calm();

        var authorization = (await _shop.AuthorizeAsync(request)).Result();

        Assert.Equal(LedgerId.ForKey(Authorization.Prefix, Key.From("k")), authorization.Id.Ledger);
        Assert.Equal(authorization, await _shop.Authorizations.FindAsync(Shop.Organization, "k", default));
        Assert.Single(_shop.Ledgers.Addresses);
        Assert.Single(_shop.Processor.Asked);
    }

    [Fact]
    public async Task The_amount_sent_to_the_processor_is_stored_even_if_the_balance_has_changed()
    {
        await _shop.RegisterAsync(100);
        _shop.Wire.Before = async (call, _) =>
        {
            if (call != Calls.Processor) return;
            _shop.Wire.Calm();
            var orders = _shop.Another().Get<OrderHandler>();
            await orders.RegisterAsync(Shop.Organization, Shop.Order, Shop.Dollars(150), Shop.Dollars(0), default);
        };

        var authorization = (await _shop.AuthorizeAsync(Requests.Authorization(null))).Result();

        Assert.Equal(Assert.Single(_shop.Processor.Asked).Amount, authorization.Amount);
    }

    [Fact]
    public async Task A_balance_below_the_amount_at_the_processor_rejects_the_authorization()
    {
        await _shop.RegisterAsync(100);
        _shop.Wire.Before = async (call, _) =>
        {
            if (call != Calls.Processor) return;
            _shop.Wire.Calm();
            var payments = _shop.Another().Get<CreditPaymentHandler>();
            await payments.RecordAsync(Shop.Organization, Requests.CreditPayment(20), default);
        };

        var answer = await _shop.AuthorizeAsync(Requests.Authorization(null));

        Assert.Equal(RejectionReason.AmountExceedsBalance, answer.Reason());
        Assert.Empty(await _shop.StoredAsync<Authorization>());
    }

    [Fact]
    public async Task Repeated_with_its_key_on_a_different_balance_it_is_a_new_operation_at_the_processor()
    {
        await _shop.RegisterAsync(100);
        _shop.Wire.Clear();
        _shop.Wire.FailOnce(Calls.Commit, 1, afterEffect: false);
        await Assert.ThrowsAsync<PortException>(() => _shop.AuthorizeAsync(Requests.Authorization(null, "k")));
        _shop.Wire.Calm();
        await _shop.CreditPayments.RecordAsync(Shop.Organization, Requests.CreditPayment(20), default);

        var authorization = (await _shop.AuthorizeAsync(Requests.Authorization(null, "k"))).Result();

        Assert.Equal(Shop.Dollars(80), authorization.Amount);
        Assert.Equal(2, _shop.Processor.Asked.Select(asked => asked.IdempotencyKey).Distinct().Count());
    }

    [Fact]
    public async Task The_same_key_for_another_customer_is_a_different_request()
    {
        await _shop.RegisterAsync(100);
        var request = Requests.Authorization(100, "k");
        (await _shop.AuthorizeAsync(request)).Accepted();

        var other = await _shop.AuthorizeAsync(request with { Customer = new Customer("Eve", null, null) });

        Assert.Equal(RejectionReason.KeyUsedOtherwise, other.Reason());
    }

    [Fact]
    public async Task A_repeated_execution_for_the_balance_asks_for_the_current_balance_as_a_new_operation()
    {
        await _shop.RegisterAsync(100);
        var seed = Guid.CreateVersion7();
        Task<Answer<Authorization>> RunAsync() =>
            ReproducibleExecution.RunAsync(seed, () => _shop.AuthorizeAsync(Requests.Authorization(null)));
        _shop.Wire.FailOnce(Calls.Commit, 1, afterEffect: false);
        await Assert.ThrowsAsync<PortException>(RunAsync);
        _shop.Wire.Calm();
        await _shop.CreditPayments.RecordAsync(Shop.Organization, Requests.CreditPayment(40), default);

        var authorization = (await RunAsync()).Result();

        Assert.Equal(Shop.Dollars(60), authorization.Amount);
        Assert.Equal(2, _shop.Processor.Asked.Select(asked => asked.IdempotencyKey).Distinct().Count());
    }
}
