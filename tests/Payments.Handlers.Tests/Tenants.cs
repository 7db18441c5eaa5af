using Payments.Handlers.Tests.World;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests;

/// <summary>An organization neither finds nor changes the resources of another, by id or by key.</summary>
public sealed class Tenants
{
    private static readonly OrganizationId Stranger = OrganizationId.From("stranger");
    private readonly Shop _shop = new();

    [Fact]
    public async Task Another_organization_finds_nothing()
    {
        await _shop.RegisterAsync(1_000);
        var authorization = (await _shop.AuthorizeAsync(Requests.Authorization(100, "k"))).Result();
        var capture = (await _shop.Captures.CaptureAsync(
            Shop.Organization, Requests.Capture("k", 100, "k"), default)).Result();
        var refund = (await _shop.RefundAsync(10, "k")).Result().Refund;
        var payment = (await _shop.CreditPayments.RecordAsync(
            Shop.Organization, Requests.CreditPayment(10, "k"), default)).Result();
        var credit = (await _shop.Credits.GiveAsync(Shop.Organization, Requests.Credit(10), default)).Result();

        Assert.NotNull(await _shop.Refunds.FindAsync(Shop.Organization, "k", default));
        foreach (var text in new[] { authorization.Id.ToString(), "k" })
            Assert.Null(await _shop.Authorizations.FindAsync(Stranger, text, default));
        foreach (var text in new[] { capture.Id.ToString(), "k" })
            Assert.Null(await _shop.Captures.FindAsync(Stranger, text, default));
        foreach (var text in new[] { refund.Id.ToString(), "k" })
            Assert.Null(await _shop.Refunds.FindAsync(Stranger, text, default));
        foreach (var text in new[] { payment.Id.ToString(), "k" })
            Assert.Null(await _shop.CreditPayments.FindAsync(Stranger, text, default));
        Assert.Null(await _shop.Credits.FindAsync(Stranger, credit.Id, default));
        Assert.Null(await _shop.Orders.FindAsync(Stranger, Shop.Order, default));
        Assert.Null(await _shop.Storefront.FindOrderAsync(Stranger, Shop.Order, default));
        Assert.Null(await _shop.Storefront.FindHeadAsync(Stranger, Shop.Order, default));
    }

    [Fact]
    public async Task Another_organization_changes_nothing()
    {
        var capture = (await _shop.CapturedAsync(100))[0];
        var (from, taken) = (capture.Authorization.ToString(), capture.Id.ToString());
        var request = Requests.Refund(10);

        Assert.Equal(RejectionReason.UnknownOrder, await RefundAsync(request));
        Assert.Equal(RejectionReason.UnknownCapture, await RefundAsync(request with { Order = null, Capture = taken }));
        Assert.Equal(
            RejectionReason.UnknownAuthorization,
            await RefundAsync(request with { Order = null, Authorization = from }));
        Assert.Equal(
            RejectionReason.UnknownAuthorization,
            (await _shop.Captures.CaptureAsync(Stranger, Requests.Capture(from, 1), default)).Reason());
        Assert.Equal(
            RejectionReason.UnknownOrder,
            (await _shop.Authorizations.AuthorizeAsync(Stranger, Requests.Authorization(1), default)).Reason());
        Assert.Equal(
            RejectionReason.UnknownOrder,
            (await _shop.CreditPayments.RecordAsync(Stranger, Requests.CreditPayment(1), default)).Reason());
        Assert.Equal(
            RejectionReason.UnknownOrder,
            (await _shop.Storefront.RecordAsync(Stranger, Shop.Order, Recorded.Capture("t", 1), default)).Reason());
        Assert.Equal([Shop.Ledger], _shop.Ledgers.Addresses);

        async Task<RejectionReason> RefundAsync(RefundRequest refund) =>
            (await _shop.Refunds.RequestAsync(Stranger, refund, default)).Reason();
    }
}
