using System.Text.Json;
using Payments.Dialects.CommerceHub.Credits;
using Payments.Dialects.Flow.CreditPayments;
using Payments.Dialects.Tests.CommerceHub;
using Payments.Dialects.Tests.Flow;
using Payments.Dialects.Tests.OrderCloud;
using Payments.Dialects.Wire;
using Payments.Dialects.Wire.Reading;
using Payments.Ledger.Identity;

namespace Payments.Dialects.Tests.Across;

/// <summary>The limits of docs/limits.md, at each limit and just beyond it.</summary>
public sealed class LimitsOfForms
{
    [Fact]
    public async Task Too_many_levels_are_called_that_in_every_API()
    {
        using var shop = new FlowShop();
        using var bench = new HubBench();
        using var orders = await OrderCloudShop.WithOrderAsync();
        var deep = $"{{\"xp\":{new string('[', 32)}{new string(']', 32)}}}";

        Assert.Equal("The body has more than 32 levels.", (await shop.Rejected(() => shop.Refund(deep))).Messages);
        Assert.Contains(
            "more than 32 levels", OrderCloudShop.Text(await bench.PostAsync(deep)), StringComparison.Ordinal);
        var response = await orders.CreateAsync(deep);
        Assert.Equal((400, "Request.InvalidRequestBody"), (response.Status, OrderCloudShop.Code(response)));
        Assert.Contains("more than 32 levels", OrderCloudShop.Text(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_are_counted_in_every_API()
    {
        using var shop = new FlowShop();
        using var bench = new HubBench();
        using var orders = await OrderCloudShop.WithOrderAsync();
        var taxes = string.Join(',', Enumerable.Repeat("{\"taxAmount\":\"x\"}", AmountFields.MaxTaxAmounts));
        var twice = string.Join(',', Enumerable.Range(0, 5_000).Select(n => $"\"name{n}\":1,\"Name{n}\":1"));
        var names = string.Join('&', Enumerable.Range(0, 5_000).Select(n => $"no{n}=1"));

        AssertCounted(await bench.PostAsync(Samples.With("amountComponents.taxAmounts", $"[{taxes}]")), "error");
        AssertCounted(await orders.CreateAsync($"{{{twice}}}"), "Errors");
        var rejected = await shop.GetIdentifiers("refunds", "r-1", $"?{names}");
        Assert.Equal(Echo.MaxErrors + 1, rejected["messages"].GetArrayLength());
    }

    [Fact]
    public async Task A_hundred_tax_amounts_are_the_most()
    {
        using var bench = new HubBench();
        Task<WireResponse> Ask(int taxes) => bench.PostAsync(Samples.With(
            "amountComponents.taxAmounts",
            $"[{string.Join(',', Enumerable.Repeat("{\"taxAmount\":0}", taxes - 1))},{{\"taxAmount\":12.04}}]"));

        Assert.Equal(201, (await Ask(AmountFields.MaxTaxAmounts)).Status);
        Assert.Equal(400, (await Ask(AmountFields.MaxTaxAmounts + 1)).Status);
    }

    [Fact]
    public async Task A_key_has_255_characters_and_not_one_more()
    {
        using var shop = new FlowShop();
        await shop.PaidOrder("o-1", "60");
        string Form(int length) => $$"""{"order_number":"o-1","amount":1,"key":"{{new string('k', length)}}"}""";

        Assert.Equal(201, (await shop.Refund(Form(Key.MaxLength))).Status);
        shop.Service.Queue.TakeAll();
        Assert.Equal(
            "key must have at most 255 characters.",
            (await shop.Rejected(() => shop.Refund(Form(Key.MaxLength + 1)))).Messages);
    }

    [Fact]
    public async Task A_description_has_1000_characters_and_not_one_more()
    {
        using var shop = new FlowShop();
        await shop.PutOrder("o-1", """{"currency":"USD","total":100}""");
        string Form(int length) => JsonSerializer.Serialize(new
        {
            order_number = "o-1",
            description = new string('d', length),
            currency = "USD",
            amount = 1,
            max = 1,
        });

        Assert.Equal(201, (await shop.Credit(Form(FlowCreditPayments.MaxDescriptionLength))).Status);
        Assert.Equal(
            "description must have at most 1000 characters.",
            (await shop.Rejected(() => shop.Credit(Form(FlowCreditPayments.MaxDescriptionLength + 1)))).Messages);
    }

    private static void AssertCounted(WireResponse response, string list)
    {
        Assert.Equal(400, response.Status);
        Assert.Equal(Echo.MaxErrors + 1, OrderCloudShop.Json(response).GetProperty(list).GetArrayLength());
        Assert.InRange(response.Body.Length, 1, 16 * 1024);
        Assert.Contains(Echo.MoreErrors, OrderCloudShop.Text(response), StringComparison.Ordinal);
    }
}
