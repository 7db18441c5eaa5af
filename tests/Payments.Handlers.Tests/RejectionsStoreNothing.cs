using Payments.Handlers.Tests.World;
using Payments.Ledger.Decisions;

namespace Payments.Handlers.Tests;

public sealed class RejectionsStoreNothing
{
    private readonly Shop _shop = new();

    [Fact]
    public async Task A_rejected_refund_stores_nothing()
    {
        await _shop.CapturedAsync(100);

        await NothingIsWrittenAsync(async () => (await _shop.RefundAsync(101, "k")).Reason());
    }

    [Fact]
    public async Task A_refund_of_an_unknown_capture_stores_nothing() =>
        await NothingIsWrittenAsync(async () => (await _shop.RefundAsync(
            Requests.Refund(1, "k") with { Order = null, Capture = "no-such-capture" })).Reason());

    [Fact]
    public async Task A_rejected_capture_stores_nothing()
    {
        await _shop.RegisterAsync(100);
        var authorization = (await _shop.AuthorizeAsync(Requests.Authorization(100))).Result();

        await NothingIsWrittenAsync(async () => (await _shop.Captures.CaptureAsync(
            Shop.Organization, Requests.Capture(authorization.Id.ToString(), 101, "k"), default)).Reason());
    }

    [Fact]
    public async Task A_declined_authorization_stores_nothing()
    {
        await _shop.RegisterAsync(100);

        await NothingIsWrittenAsync(async () => Assert.Equal(
            RejectionReason.Declined,
            (await _shop.AuthorizeAsync(Requests.Authorization(100, "k", "tok-decline-fraud"))).Reason()));
    }

    [Fact]
    public async Task A_rejected_credit_payment_stores_nothing()
    {
        await _shop.RegisterAsync(100);

        await NothingIsWrittenAsync(async () => (await _shop.CreditPayments.RecordAsync(
            Shop.Organization, Requests.CreditPayment(101, "k"), default)).Reason());
    }

    [Fact]
    public async Task A_rejected_credit_stores_nothing() =>
        await NothingIsWrittenAsync(async () => (await _shop.Credits.GiveAsync(
            Shop.Organization, Requests.Credit(0), default)).Reason());

    private async Task NothingIsWrittenAsync(Func<Task> rejected)
    {
        _shop.Wire.Clear();
        await rejected();
        string[] writes = [Calls.Commit, Calls.KeyWrite, Calls.Timeline, Calls.Enqueue];
        Assert.DoesNotContain(_shop.Wire.Log, entry => writes.Contains(entry.TrimEnd('>', '<')));
    }
}
