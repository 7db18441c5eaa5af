using Payments.Handlers.Authorizations;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.Tests.Flow;

public sealed class ReversingAuthorizations : IDisposable
{
    private const string Form =
        """{"discriminator":"merchant_of_record_authorization_form","token":"tok-1","order_number":"c-1"}""";

    private readonly FlowShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task A_PUT_creates_an_authorization_and_the_same_PUT_replays_it()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");

        var made = await _shop.PutAuthorization("a-1", Form);
        var again = await _shop.PutAuthorization("a-1", Form);
        var byId = await _shop.PutAuthorization(made.Of("id"), Form);
        var posted = await _shop.Authorize(Form.Replace("{", "{\"key\":\"a-1\",", StringComparison.Ordinal));

        Assert.Equal((201, "a-1", "authorized"), (made.Status, made.Of("key"), made.Of("result.status")));
        Assert.Equal((200, made.Text), (again.Status, again.Text));
        Assert.Equal((200, made.Text), (byId.Status, byId.Text));
        Assert.Equal((201, made.Text), (posted.Status, posted.Text));
        Assert.Single(_shop.Service.Processor.Operations);
    }

    [Theory]
    [InlineData("\"tok-1\"", "\"tok-2\"", "duplicate")]
    [InlineData("\"tok-1\"", "\"tok-1\",\"amount\":1", "duplicate")]
    [InlineData("\"tok-1\"", "\"tok-1\",\"key\":\"a-2\"", "unknown")]
    public async Task A_different_form_under_the_same_key_is_rejected(string good, string bad, string code)
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        await _shop.PutAuthorization("a-1", Form);

        var rejected = await _shop.Rejected(() =>
            _shop.PutAuthorization("a-1", Form.Replace(good, bad, StringComparison.Ordinal)));

        Assert.Equal(code, rejected.Of("code"));
    }

    [Fact]
    public async Task A_PUT_by_id_creates_nothing()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        var made = await _shop.Authorize(Form);

        var same = await _shop.Rejected(() => _shop.PutAuthorization(made.Of("id"), Form));

        Assert.Equal("duplicate", same.Of("code"));
        var unknown = made.Of("id")[..^4] + "0000";
        Assert.Equal(404, (await _shop.PutAuthorization(unknown, Form)).Status);
    }

    [Fact]
    public async Task A_reversal_releases_the_order_and_the_funds_and_ends_captures()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        await _shop.PutAuthorization("a-1", Form);
        Assert.Equal("0.00", (await _shop.GetOrder("c-1")).Number("balance"));

        var reversed = await _shop.DeleteAuthorization("a-1");

        Assert.Equal((204, ""), (reversed.Status, reversed.Text));
        Assert.Equal("reversed", (await _shop.GetAuthorization("a-1")).Of("result.status"));
        Assert.Equal("100.00", (await _shop.GetOrder("c-1")).Number("balance"));
        var released = Assert.Single(_shop.Service.Processor.Operations.OfType<ReleaseFunds>());
        Assert.Equal((10_000L, "proc-1"), (released.Amount.MinorUnits, released.Authorization));
        await _shop.Service.DrainAsync();
        var rejected = await _shop.Rejected(() => _shop.Capture("""{"authorization_id":"a-1"}"""));
        Assert.Equal("unknown", rejected.Of("decline_code"));
    }

    [Fact]
    public async Task A_repeated_reversal_is_no_second_reversal()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        await _shop.PutAuthorization("a-1", Form);
        await _shop.DeleteAuthorization("a-1");
        var before = await _shop.Service.StoredAsync();

        Assert.Equal(204, (await _shop.DeleteAuthorization("a-1")).Status);

        await _shop.Service.DrainAsync();
        Assert.Equal(before, await _shop.Service.StoredAsync());
        var keys = _shop.Service.Processor.Operations.OfType<ReleaseFunds>().Select(asked => asked.IdempotencyKey);
        Assert.Single(keys.Distinct());
    }

    [Fact]
    public async Task An_expired_authorization_can_be_reversed()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        await _shop.PutAuthorization("a-1", Form);
        _shop.Service.Time.Advance(TimeSpan.FromDays(8));

        Assert.Equal(204, (await _shop.DeleteAuthorization("a-1")).Status);
        Assert.Equal("reversed", (await _shop.GetAuthorization("a-1")).Of("result.status"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reversal_is_rejected_once_anything_is_captured_or_may_be(bool pending)
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        await _shop.PutAuthorization("a-1", Form);
        if (pending) _shop.Service.Processor.Script = _ => new ProcessorResponse.Unknown("timeout");
        await _shop.Capture("""{"authorization_id":"a-1","amount":1}""");
        _shop.Service.Queue.TakeAll();

        var rejected = await _shop.Rejected(() => _shop.DeleteAuthorization("a-1"));

        Assert.Equal("not_supported", rejected.Of("code"));
        Assert.Contains("1.00", rejected.Messages, StringComparison.Ordinal);
        Assert.Empty(ClientModels.Problems("authorization_error", rejected.Body));
        Assert.Empty(_shop.Service.Processor.Operations.OfType<ReleaseFunds>());
    }

    [Fact]
    public async Task A_failed_capture_does_not_prevent_a_reversal()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        await _shop.PutAuthorization("a-1", Form);
        _shop.Service.Processor.Decline<CaptureFunds>("006", "No.");
        await _shop.Capture("""{"authorization_id":"a-1","amount":1}""");

        Assert.Equal(204, (await _shop.DeleteAuthorization("a-1")).Status);
    }

    [Fact]
    public async Task The_queue_resolves_a_reversal_of_unknown_outcome()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        await _shop.PutAuthorization("a-1", Form);
        var asked = 0;
        _shop.Service.Processor.Script = operation =>
            operation is ReleaseFunds && ++asked <= 3 ? new ProcessorResponse.Unknown("timeout") : null;

        Assert.Equal(204, (await _shop.DeleteAuthorization("a-1")).Status);
        Assert.Equal("reversed", (await _shop.GetAuthorization("a-1")).Of("result.status"));
        await _shop.Service.DrainAsync();

        Assert.Equal(4, asked);
        Assert.Single(_shop.Service.Processor.Operations
            .OfType<ReleaseFunds>()
            .Select(operation => operation.IdempotencyKey)
            .Distinct());
    }

    [Fact]
    public async Task The_queue_completes_a_reversal_after_a_crash_before_the_processor_was_called()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        await _shop.PutAuthorization("a-1", Form);
        _shop.Service.Processor.Script = operation => operation is ReleaseFunds
            ? throw new InvalidOperationException("Gone.")
            : null;
        await Assert.ThrowsAsync<InvalidOperationException>(() => _shop.DeleteAuthorization("a-1"));
        _shop.Service.Processor.Script = _ => null;

        await _shop.Service.DrainAsync();

        Assert.Equal("reversed", (await _shop.GetAuthorization("a-1")).Of("result.status"));
        Assert.Equal(2, _shop.Service.Processor.Operations.OfType<ReleaseFunds>().Count());
    }

    [Fact]
    public async Task The_message_of_a_reversal_that_was_never_committed_is_dropped()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        var id = Id<Authorization>.Parse((await _shop.PutAuthorization("a-1", Form)).Of("id"));
        var address = LedgerAddress.ForOrder(ServiceUnderTest.Demo, OrderNumber.From("c-1"));
        await _shop.Service.Queue.EnqueueAsync(new ReleaseAuthorization(address, id), TimeSpan.Zero, default);

        await _shop.Service.DrainAsync();

        Assert.Empty(_shop.Service.Processor.Operations.OfType<ReleaseFunds>());
        Assert.Equal("authorized", (await _shop.GetAuthorization("a-1")).Of("result.status"));
    }

    [Fact]
    public async Task Unknown_authorizations_and_those_of_other_organizations_are_not_found()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        await _shop.PutAuthorization("a-1", Form);

        Assert.Equal(404, (await _shop.DeleteAuthorization("nope")).Status);
        Assert.Null(await _shop.Service.Get<Reversals>().ReverseAsync(ServiceUnderTest.Other, "a-1", default));
    }
}
