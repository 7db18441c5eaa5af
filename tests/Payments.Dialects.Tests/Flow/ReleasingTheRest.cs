using Payments.Handlers.Ports;

namespace Payments.Dialects.Tests.Flow;

/// <summary>The uncaptured rest of an authorization is released, and can be paid by other means.</summary>
public sealed class ReleasingTheRest : IDisposable
{
    private readonly FlowShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task The_rest_is_released_and_the_order_can_be_paid_in_another_way()
    {
        var (authorization, _) = await _shop.PaidOrder("c-1", "60");

        var released = await _shop.Release(authorization);

        Assert.Equal((200, "authorized"), (released.Status, released.Of("result.status")));
        Assert.Equal(("100.00", "40.00"), (released.Number("amount"), released.Number("released")));
        Assert.Equal(released.Text, (await _shop.GetAuthorization(authorization)).Text);
        var told = Assert.Single(_shop.Service.Processor.Operations.OfType<ReleaseFunds>());
        Assert.Equal(4000, told.Amount.MinorUnits);
        var order = await _shop.GetOrder("c-1");
        Assert.Equal(
            ("40.00", "60.00", "0.00"),
            (order.Number("balance"), order.Number("captured"), order.Number("refunded")));
        await _shop.Rejected(() => AfterWorkAsync($$"""{"authorization_id":"{{authorization}}","amount":1}"""));
        Assert.Equal(201, (await _shop.Authorize("""
            {"discriminator":"merchant_of_record_authorization_form","token":"t","order_number":"c-1","amount":40}
            """)).Status);
        Assert.Equal(201, (await _shop.Refund("""{"order_number":"c-1","amount":60}""")).Status);
    }

    [Fact]
    public async Task A_repeated_release_changes_nothing_and_reaches_the_processor_once()
    {
        var (authorization, _) = await _shop.PaidOrder("c-1", "60");

        var first = await _shop.Release(authorization, "{}");
        var again = await _shop.Release(authorization);
        await _shop.Service.DrainAsync();

        Assert.Equal(first.Text, again.Text);
        Assert.Single(_shop.Service.Processor.Operations.OfType<ReleaseFunds>().Distinct());
        Assert.Equal("40.00", (await _shop.GetOrder("c-1")).Number("balance"));
    }

    [Fact]
    public async Task A_release_reverses_an_uncaptured_authorization_and_changes_nothing_of_a_fully_captured_one()
    {
        var (none, _) = await _shop.PaidOrder("c-1");
        var (all, _) = await _shop.PaidOrder("c-2", "100");

        Assert.Equal("reversed", (await _shop.Release(none)).Of("result.status"));
        Assert.Equal(200, (await _shop.Release(all)).Status);
        var told = Assert.Single(_shop.Service.Processor.Operations.OfType<ReleaseFunds>());
        Assert.Equal(10000, told.Amount.MinorUnits);
    }

    [Fact]
    public async Task A_release_waits_for_a_capture_in_progress()
    {
        var (authorization, _) = await _shop.PaidOrder("c-1");
        _shop.Service.Processor.Script = asked =>
            asked is CaptureFunds ? new ProcessorResponse.Unknown("timeout") : null;
        await _shop.Capture($$"""{"authorization_id":"{{authorization}}","amount":60}""");

        var rejected = await _shop.Release(authorization);

        Assert.Equal((422, "not_supported"), (rejected.Status, rejected.Of("code")));
    }

    [Fact]
    public async Task A_release_of_unknown_outcome_is_repeated_under_the_same_key()
    {
        var (authorization, _) = await _shop.PaidOrder("c-1", "60");
        _shop.Service.Processor.Script = asked =>
            asked is ReleaseFunds ? new ProcessorResponse.Unknown("timeout") : null;

        Assert.Equal(200, (await _shop.Release(authorization)).Status);
        _shop.Service.Processor.Script = _ => null;
        await _shop.Service.DrainAsync();

        var told = _shop.Service.Processor.Operations.OfType<ReleaseFunds>().ToList();
        Assert.Equal(2, told.Count);
        Assert.Equal(told[0], told[1]);
    }

    [Theory]
    [InlineData("""{"amount":10}""")]
    [InlineData("""{"amount":null}""")]
    [InlineData("{")]
    public async Task A_release_takes_no_amount(string body)
    {
        var (authorization, _) = await _shop.PaidOrder("c-1", "60");

        Assert.Equal(422, (await _shop.Release(authorization, body)).Status);
        Assert.Equal("0.00", (await _shop.GetOrder("c-1")).Number("balance"));
    }

    [Fact]
    public async Task Unknown_authorizations_and_those_of_other_organizations_are_not_found()
    {
        var (authorization, _) = await _shop.PaidOrder("c-1", "60");

        Assert.Equal(404, (await _shop.Release("nope")).Status);
        Assert.Equal(404, (await _shop.OfAnotherOrganization().Release(authorization)).Status);
    }

    private async Task<FlowAnswer> AfterWorkAsync(string capture)
    {
        await _shop.Service.DrainAsync();
        return await _shop.Capture(capture);
    }
}
