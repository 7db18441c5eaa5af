using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using static Payments.Dialects.Tests.OrderCloud.OrderCloudShop;

namespace Payments.Dialects.Tests.OrderCloud;

/// <summary>A payment's ID is writable; everything that belongs to the payment stays with it.</summary>
public sealed class RenamingPayments
{
    [Fact]
    public async Task A_renamed_payment_keeps_its_transactions_and_its_old_id_is_not_found()
    {
        using var shop = await WithSaleAsync();

        var answer = await shop.PatchAsync("p-1", """{"ID":"q-1"}""");

        Assert.Equal(200, answer.Status);
        Assert.Equal("q-1", Json(answer).GetProperty("ID").GetString());
        Assert.Equal("c", Json(answer).GetProperty("Transactions")[0].GetProperty("ID").GetString());
        Assert.Equal(Text(answer), Text(await shop.GetAsync("q-1")));
        Assert.Equal(["q-1"], Ids(await shop.ListAsync()));
        Assert.Equal(404, (await shop.GetAsync("p-1")).Status);
        Assert.Equal(404, (await shop.PatchAsync("p-1", "{}")).Status);
        Assert.Equal(404, (await shop.TransactAsync("p-1", "r", "Refund", 1)).Status);
        Assert.Equal(404, (await shop.DeleteAsync("p-1")).Status);
        Assert.Equal(404, (await shop.DeleteTransactionAsync("p-1", "c")).Status);
    }

    [Fact]
    public async Task Every_operation_works_with_the_new_id()
    {
        using var shop = await WithSaleAsync();
        await shop.PatchAsync("p-1", """{"ID":"q-1"}""");

        var refunded = await shop.TransactAsync("q-1", "r", "Refund", 60);

        Assert.Equal(201, refunded.Status);
        Assert.Equal("q-1", Json(refunded).GetProperty("ID").GetString());
        Assert.Equal(Usd(60), (await shop.HeadAsync()).Refunded);
        Assert.Equal(409, (await shop.TransactAsync("q-1", "c", "Note", 1)).Status);
        Assert.Equal(204, (await shop.DeleteTransactionAsync("q-1", "r")).Status);
        Assert.Equal(204, (await shop.DeleteTransactionAsync("q-1", "c")).Status);
        Assert.Equal(200, (await shop.PatchAsync("q-1", """{"Amount":10}""")).Status);
        Assert.Equal(204, (await shop.DeleteAsync("q-1")).Status);
        Assert.Empty(Ids(await shop.ListAsync()));
    }

    [Fact]
    public async Task A_taken_id_and_one_reserved_for_this_service_are_rejected()
    {
        using var shop = await WithSaleAsync();
        await shop.CreateAsync("""{"ID":"p-2","Amount":1}""");
        var before = await shop.Service.StoredAsync();

        var taken = await shop.PatchAsync("p-1", """{"ID":"p-2"}""");
        var ours = await shop.PatchAsync("p-1", $$"""{"ID":"{{(await shop.HeadAsync()).Authorizations[0].Id}}"}""");

        Assert.Equal((409, "IdExists"), (taken.Status, Code(taken)));
        Assert.Contains("""{"ObjectType":"Payment","ObjectID":"p-2"}""", Text(taken), StringComparison.Ordinal);
        Assert.Equal((400, "ValidationFailure"), (ours.Status, Code(ours)));
        Assert.Equal(before, await shop.Service.StoredAsync());
    }

    [Fact]
    public async Task The_old_id_is_free_for_another_payment_and_the_two_stay_separate()
    {
        using var shop = await WithSaleAsync();
        await shop.PatchAsync("p-1", """{"ID":"q-1"}""");

        var other = await shop.CreateAsync("""{"ID":"p-1","Type":"CreditCard","Amount":40,"Accepted":true}""");
        await shop.TransactAsync("p-1", "c", "Capture", 40);

        Assert.Equal(201, other.Status);
        Assert.Equal("/v1/orders/Outgoing/o-77/payments/p-1", other.Headers["Location"]);
        Assert.Equal(409, (await shop.CreateAsync("""{"ID":"p-1","Amount":1}""")).Status);
        Assert.Equal(409, (await shop.PatchAsync("q-1", """{"ID":"p-1"}""")).Status);
        Assert.Equal((40m, 60m), (await SoldAsync(shop, "p-1"), await SoldAsync(shop, "q-1")));
        Assert.Equal(200, (await shop.PatchAsync("p-1", """{"ID":"r-1"}""")).Status);
        Assert.Equal(200, (await shop.PatchAsync("q-1", """{"ID":"p-1"}""")).Status);
        Assert.Equal(60m, Json(await shop.GetAsync("p-1")).GetProperty("Amount").GetDecimal());
    }

    [Fact]
    public async Task A_renamed_payment_keeps_its_versions()
    {
        using var shop = await WithSaleAsync();
        await shop.PatchAsync("p-1", """{"ID":"q-1"}""");
        await shop.PatchAsync("q-1", """{"Description":"d"}""");

        var versions = shop.Service.Ledgers
            .Journal(LedgerAddress.ForOrder(ServiceUnderTest.Demo, OrderNumber.From(OrderCloudShop.Order)))
            .Where(entry => entry.Record.RecordKey == RecordKey.For(PaymentId.From("p-1")))
            .Select(entry => ((Payment)entry.Record).Name.Value);

        Assert.Equal(["p-1", "q-1", "q-1"], versions);
    }

    private static async Task<decimal> SoldAsync(OrderCloudShop shop, string payment) =>
        Json(await shop.GetAsync(payment)).GetProperty("Transactions")[0].GetProperty("Amount").GetDecimal();

    private static async Task<OrderCloudShop> WithSaleAsync()
    {
        var shop = await WithOrderAsync();
        await shop.CreateAsync("""{"ID":"p-1","Type":"CreditCard","Amount":60,"Accepted":true}""");
        await shop.TransactAsync("p-1", "c", "Sale", 60);
        return shop;
    }
}
