using System.Collections.Immutable;
using Payments.Handlers.Refunds;
using Payments.Ledger.Balances;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using static Payments.Dialects.Tests.OrderCloud.OrderCloudShop;

namespace Payments.Dialects.Tests.OrderCloud;

public sealed class Deleting
{
    [Fact]
    public async Task A_payment_is_deleted_with_its_transactions_and_its_id_is_free_again()
    {
        using var shop = await WithPaymentAsync();
        await shop.TransactAsync("p-1", "a", "Authorization", 60);

        var answer = await shop.DeleteAsync("p-1");

        Assert.Equal((204, 0), (answer.Status, answer.Body.Length));
        Assert.Equal(404, (await shop.DeleteAsync("p-1")).Status);
        Assert.Empty(Ids(await shop.ListAsync()));
        Assert.Empty((await shop.HeadAsync()).Authorizations);
        await shop.CreateAsync("""{"ID":"p-1","Type":"CreditCard","Amount":100}""");
        Assert.Equal(201, (await shop.TransactAsync("p-1", "a", "Authorization", 100)).Status);
    }

    [Fact]
    public async Task A_payment_with_captured_funds_cannot_be_deleted()
    {
        using var shop = await WithPaymentAsync();
        await shop.TransactAsync("p-1", "c", "Capture", 1);
        await shop.TransactAsync("p-1", "r", "Refund", 1);
        var before = await shop.Service.StoredAsync();

        var answer = await shop.DeleteAsync("p-1");

        Assert.Equal((400, "Payment.FundsMoved"), (answer.Status, Code(answer)));
        Assert.Equal(before, await shop.Service.StoredAsync());
    }

    [Fact]
    public async Task Transactions_are_deleted_from_last_to_first_and_leave_the_ledger_as_it_was()
    {
        using var shop = await WithPaymentAsync();
        await shop.TransactAsync("p-1", "a", "Authorization", 60);
        var authorized = await shop.HeadAsync();
        await shop.TransactAsync("p-1", "c", "Capture", 50);
        var captured = await shop.HeadAsync();
        await shop.TransactAsync("p-1", "r", "Refund", -20);

        Assert.Equal("Payment.FundsMoved", Code(await shop.DeleteTransactionAsync("p-1", "a")));
        Assert.Equal("Payment.FundsMoved", Code(await shop.DeleteTransactionAsync("p-1", "c")));
        Assert.Equal(204, (await shop.DeleteTransactionAsync("p-1", "r")).Status);
        Same(captured, await shop.HeadAsync());
        Assert.Equal(204, (await shop.DeleteTransactionAsync("p-1", "c")).Status);
        Same(authorized, await shop.HeadAsync());
        Assert.Equal(204, (await shop.DeleteTransactionAsync("p-1", "a")).Status);
        Assert.Empty((await shop.HeadAsync()).Authorizations);
        Assert.Equal(404, (await shop.DeleteTransactionAsync("p-1", "a")).Status);
    }

    [Fact]
    public async Task Deleting_a_void_restores_the_authorization_and_its_captures()
    {
        using var shop = await WithPaymentAsync();
        await shop.TransactAsync("p-1", "a", "Authorization", 60);
        await shop.TransactAsync("p-1", "c", "Capture", 50);
        var before = await shop.HeadAsync();
        await shop.TransactAsync("p-1", "v", "Void", 60);

        Assert.Equal("Payment.FundsMoved", Code(await shop.DeleteTransactionAsync("p-1", "a")));
        Assert.Equal(204, (await shop.DeleteTransactionAsync("p-1", "v")).Status);

        Same(before, await shop.HeadAsync());
    }

    [Fact]
    public async Task Deleting_sales_leaves_no_authorization_behind()
    {
        using var shop = await WithPaymentAsync();
        await shop.TransactAsync("p-1", "c1", "Capture", 20);
        var one = await shop.HeadAsync();
        await shop.TransactAsync("p-1", "c2", "Capture", 30);

        Assert.Equal(204, (await shop.DeleteTransactionAsync("p-1", "c2")).Status);
        Same(one, await shop.HeadAsync());
        Assert.Equal(204, (await shop.DeleteTransactionAsync("p-1", "c1")).Status);
        Assert.Empty((await shop.HeadAsync()).Authorizations);
    }

    [Fact]
    public async Task A_capture_that_a_pending_refund_depends_on_cannot_be_deleted()
    {
        using var shop = await WithPaymentAsync();
        await shop.TransactAsync("p-1", "c1", "Capture", 20);
        await shop.TransactAsync("p-1", "c2", "Capture", 30);
        await shop.Service.Get<RefundHandler>().RequestAsync(
            ServiceUnderTest.Demo,
            new RefundRequest(
                null,
                OrderNumber.From(OrderCloudShop.Order),
                null,
                null,
                Usd(25),
                null,
                ImmutableDictionary<string, string>.Empty),
            None);

        var counted = await shop.DeleteTransactionAsync("p-1", "c2");
        var free = await shop.DeleteTransactionAsync("p-1", "c1");

        Assert.Equal((400, "Payment.FundsMoved"), (counted.Status, Code(counted)));
        Assert.Equal(204, free.Status);
        await shop.Service.DrainAsync();
        Assert.Equal(Usd(25), (await shop.HeadAsync()).Refunded);
        Assert.Equal("Payment.FundsMoved", Code(await shop.DeleteTransactionAsync("p-1", "c2")));
        var refund = Json(await shop.GetAsync("p-1")).GetProperty("Transactions")[1].GetProperty("ID").GetString()!;
        Assert.Equal("Payment.MadeElsewhere", Code(await shop.DeleteTransactionAsync("p-1", refund)));
    }

    [Fact]
    public async Task A_transaction_that_moved_nothing_can_always_be_deleted()
    {
        using var shop = await WithPaymentAsync();
        await shop.TransactAsync("p-1", "n", "Note", 5);

        Assert.Equal(204, (await shop.DeleteTransactionAsync("p-1", "n")).Status);
        Assert.Equal(0, Json(await shop.GetAsync("p-1")).GetProperty("Transactions").GetArrayLength());
    }

    [Fact]
    public async Task Deleting_requires_a_role()
    {
        using var shop = await WithPaymentAsync();
        await shop.TransactAsync("p-1", "n", "Note", 5);

        Assert.Equal(403, (await shop.DeleteTransactionAsync("p-1", "n", await shop.TokenAsync("Shopper"))).Status);
        Assert.Equal(403, (await shop.DeleteAsync("p-1", await shop.TokenAsync("OrderReader"))).Status);
        Assert.Equal(204, (await shop.DeleteAsync("p-1", await shop.TokenAsync("Shopper"))).Status);
    }

    /// <summary>The balances are the same; only the journal has grown.</summary>
    private static void Same(LedgerHead expected, LedgerHead actual)
    {
        Assert.Equal(expected.Authorizations.AsEnumerable(), actual.Authorizations);
        Assert.Equal(expected.Captures.AsEnumerable(), actual.Captures);
        Assert.Equal(expected.Payments.AsEnumerable(), actual.Payments);
        Assert.Equal(expected.ReservedOnLedger, actual.ReservedOnLedger);
    }

    private static async Task<OrderCloudShop> WithPaymentAsync()
    {
        var shop = await WithOrderAsync();
        await shop.CreateAsync("""{"ID":"p-1","Type":"CreditCard","Amount":60,"Accepted":true}""");
        return shop;
    }
}
