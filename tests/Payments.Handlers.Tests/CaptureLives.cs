using Payments.Handlers.Ports;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests;

public sealed class CaptureLives
{
    private readonly Shop _shop = new();

    public static TheoryData<string, int, bool> EveryStepAfterTheFirstCommit() => new()
    {
        { Calls.Commit, 1, true },
        { Calls.Processor, 1, false },
        { Calls.Processor, 1, true },
        { Calls.Timeline, 2, false },
        { Calls.Commit, 2, false },
        { Calls.Commit, 2, true },
    };

    [Fact]
    public async Task A_capture_is_stored_as_pending_before_the_processor_is_called()
    {
        var from = await AuthorizedAsync();
        Capture? seen = null;
        _shop.Wire.Before = async (call, _) =>
        {
            if (call == Calls.Processor) seen = Assert.Single(await _shop.StoredAsync<Capture>());
        };

        var capture = (await CaptureAsync(from, 60)).Result();

        Assert.Equal(CaptureStatus.Pending, seen!.Status);
        Assert.Equal(CaptureStatus.Succeeded, capture.Status);
        Assert.Equal(capture, await _shop.Captures.FindAsync(Shop.Organization, capture.Id.ToString(), default));
    }

    [Theory]
    [MemberData(nameof(EveryStepAfterTheFirstCommit))]
    public async Task An_interrupted_capture_is_concluded_by_its_message(
        string call, int number, bool afterEffect)
    {
        var from = await AuthorizedAsync();
        _shop.Wire.FailOnce(call, number, afterEffect);
        await Assert.ThrowsAsync<PortException>(() => CaptureAsync(from, 60));
        _shop.Wire.Calm();

        await _shop.DeliverAllAsync();

        Assert.Equal(CaptureStatus.Succeeded, Assert.Single(await _shop.StoredAsync<Capture>()).Status);
        Assert.Equal(Shop.Dollars(60), (await _shop.MovedAsync()).Captured);
        Assert.Equal(Shop.Dollars(60), (await _shop.HeadAsync()).Captured);
    }

    [Fact]
    public async Task A_capture_of_unknown_outcome_stays_pending_until_it_is_known()
    {
        var from = await AuthorizedAsync();
        _shop.Processor.Script = asked => asked is CaptureFunds ? new ProcessorResponse.Unknown("timeout") : null;

        var capture = (await CaptureAsync(from, 60)).Result();
        await _shop.DeliverAllAsync(atMost: 5);

        Assert.Equal(CaptureStatus.Pending, capture.Status);
        Assert.Equal(RejectionReason.InsufficientFunds, (await CaptureAsync(from, 50)).Reason());
        _shop.Processor.Script = _ => null;
        await _shop.DeliverAllAsync();
        Assert.Equal(CaptureStatus.Succeeded, Assert.Single(await _shop.StoredAsync<Capture>()).Status);
        Assert.Single(_shop.Processor.Asked.OfType<CaptureFunds>().Distinct());
    }

    [Fact]
    public async Task A_declined_capture_returns_its_amount_to_the_authorization()
    {
        var from = await AuthorizedAsync();
        _shop.Processor.Script = asked => asked is CaptureFunds
            ? new ProcessorResponse.Declined(new Decline(DeclineReason.Unspecified, "006", "Generic decline"))
            : null;

        Assert.Equal(RejectionReason.Declined, (await CaptureAsync(from, 60, "k")).Reason());

        Assert.Equal(CaptureStatus.Failed, Assert.Single(await _shop.StoredAsync<Capture>()).Status);
        _shop.Processor.Script = _ => null;
        Assert.Equal(RejectionReason.Declined, (await CaptureAsync(from, 60, "k")).Reason());
        Assert.Equal(Shop.Dollars(0), (await _shop.MovedAsync()).Captured);
        (await CaptureAsync(from, 100)).Accepted();
    }

    [Fact]
    public async Task A_capture_and_its_message_at_the_same_time_take_the_money_once()
    {
        var from = await AuthorizedAsync();
        _shop.Wire.Before = async (call, number) =>
        {
            if ((call, number) == (Calls.Processor, 1))
                await _shop.HandleAsync(Assert.Single(_shop.Queue.TakeAll()).Work, _shop.Another());
        };

        Assert.Equal(CaptureStatus.Succeeded, (await CaptureAsync(from, 60)).Result().Status);

        Assert.Equal(Shop.Dollars(60), (await _shop.MovedAsync()).Captured);
        Assert.Equal(Shop.Dollars(60), (await _shop.HeadAsync()).Captured);
    }

    private async Task<Authorization> AuthorizedAsync()
    {
        await _shop.RegisterAsync(100);
        var authorization = (await _shop.AuthorizeAsync(Requests.Authorization(100))).Result();
        _shop.Wire.Clear();
        return authorization;
    }

    private Task<Answer<Capture>> CaptureAsync(Authorization from, decimal amount, string? key = null) =>
        _shop.Captures.CaptureAsync(Shop.Organization, Requests.Capture(from.Id.ToString(), amount, key), default);
}
