using System.Text.Json.Nodes;
using Payments.Dialects.Tests.CommerceHub;
using static Payments.Dialects.Tests.OrderCloud.OrderCloudShop;

namespace Payments.Dialects.Tests.Across;

public sealed class SamplesOfTheSeedPages
{
    [Fact]
    public async Task The_sample_credit_is_granted_with_every_documented_response_field()
    {
        using var bench = new HubBench();

        var answer = await bench.PostAsync(SeedPage.Sample("commerce-hub-credit-request"));

        Assert.Equal(201, answer.Status);
        Assert.Equal("12.04", answer.At("paymentReceipt.approvedAmount.total"));
        var invoiced = await bench.PostAsync(
            Set("commerce-hub-credit-request", ("transactionDetails", """{"merchantInvoiceNumber":"123456789012"}""")),
            "another");
        SeedPage.AssertHasAllOf("commerce-hub-credit", invoiced);
    }

    [Fact]
    public async Task The_sample_payment_lacks_only_an_amount()
    {
        using var shop = await WithOrderAsync();

        var asItStands = await shop.CreateAsync(SeedPage.Sample("ordercloud-create-payment"));
        var created = await shop.CreateAsync(Set("ordercloud-create-payment", ("Amount", "40")));

        Assert.Equal(400, asItStands.Status);
        var error = Assert.Single(Json(asItStands).GetProperty("Errors").EnumerateArray());
        Assert.Equal("Payment.AmountGreaterThanZero", error.GetProperty("ErrorCode").GetString());
        Assert.Equal(201, created.Status);
        Assert.Equal(22, Json(created).GetProperty("ID").GetString()!.Length);
    }

    [Fact]
    public async Task The_sample_transaction_lacks_only_a_type()
    {
        using var shop = await WithOrderAsync();
        await shop.CreateAsync("""{"ID":"p-1","Type":"CreditCard","Amount":60}""");

        var asItStands = await shop.TransactAsync("p-1", SeedPage.Sample("ordercloud-create-transaction"));
        var created = await shop.TransactAsync(
            "p-1", Set("ordercloud-create-transaction", ("Type", "\"CreditCardAuthorization\"")));

        Assert.Equal(400, asItStands.Status);
        var error = Assert.Single(Json(asItStands).GetProperty("Errors").EnumerateArray());
        Assert.Equal("Type is required.", error.GetProperty("Message").GetString());
        Assert.Equal(201, created.Status);
        SeedPage.AssertHasAllOf("ordercloud-payment", created);
        SeedPage.AssertHasAllOf("ordercloud-payment", await shop.GetAsync("p-1"));
        SeedPage.AssertHasAllOf("ordercloud-payments", await shop.ListAsync());
    }

    [Fact]
    public async Task The_sample_change_is_rejected_with_its_read_only_fields()
    {
        using var shop = await WithOrderAsync();
        await shop.CreateAsync("""{"ID":"p-1","Type":"PurchaseOrder","Amount":60,"xp":{"a":1}}""");

        var asItStands = await shop.PatchAsync("p-1", SeedPage.Sample("ordercloud-patch-payment"));
        var changed = await shop.PatchAsync(
            "p-1", Set("ordercloud-patch-payment", ("Amount", "50"), ("ID", "\"p-1\"")));

        Assert.Equal(400, asItStands.Status);
        Assert.Equal("Payment.CannotPatchProperty", Code(asItStands));
        Assert.True(changed.Status == 200, Text(changed));
        Assert.Equal(50, Json(changed).GetProperty("Amount").GetDecimal());
    }

    private static string Set(string sample, params (string Name, string Json)[] changes)
    {
        var root = JsonNode.Parse(SeedPage.Sample(sample))!.AsObject();
        foreach (var (name, json) in changes) root[name] = JsonNode.Parse(json);
        return root.ToJsonString();
    }
}
