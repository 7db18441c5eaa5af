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

    [Theory]
    [InlineData(255, 200, 200, 254, 201)]
    [InlineData(256, 200, 200, 254, 422, "token must have at most 255 characters.")]
    [InlineData(255, 201, 200, 254, 422, "customer.name.first must have at most 200 characters.")]
    [InlineData(255, 200, 201, 254, 422, "customer.name.last must have at most 200 characters.")]
    [InlineData(255, 200, 200, 255, 422, "customer.email must have at most 254 characters.")]
    public async Task A_token_and_a_customer_s_name_and_email_have_limits(
        int token, int first, int last, int email, int status, string message = "")
    {
        using var shop = new FlowShop();
        var form = JsonSerializer.Serialize(new
        {
            discriminator = "direct_authorization_form",
            token = new string('t', token),
            amount = 1,
            currency = "USD",
            customer = new
            {
                name = new { first = new string('f', first), last = new string('l', last) },
                email = new string('e', email),
            },
        });

        var answer = await shop.Authorize(form);

        Assert.Equal((status, message), (answer.Status, status == 201 ? "" : answer.Messages));
    }

    [Theory]
    [InlineData(100, 2_000, "")]
    [InlineData(101, 2_000, "ResultCode")]
    [InlineData(100, 2_001, "ResultMessage")]
    public async Task A_transaction_s_result_has_limits(int code, int message, string rejected)
    {
        using var shop = await OrderCloudShop.WithOrderAsync();
        await shop.CreateAsync("""{"ID":"p-1","Type":"CreditCard","Amount":1}""");
        var form = JsonSerializer.Serialize(new
        {
            ID = "t-1",
            Type = "Note",
            DateExecuted = "2026-03-14T09:00:00Z",
            Succeeded = true,
            ResultCode = new string('c', code),
            ResultMessage = new string('m', message),
        });

        var answer = await shop.TransactAsync("p-1", form);

        Assert.Equal(rejected.Length == 0 ? 201 : 400, answer.Status);
        if (rejected.Length == 0) return;
        var error = OrderCloudShop.Json(answer).GetProperty("Errors")[0];
        Assert.Equal(rejected, error.GetProperty("Data").GetProperty("Field").GetString());
    }

    private static void AssertCounted(WireResponse response, string list)
    {
        Assert.Equal(400, response.Status);
        Assert.Equal(Echo.MaxErrors + 1, OrderCloudShop.Json(response).GetProperty(list).GetArrayLength());
        Assert.InRange(response.Body.Length, 1, 16 * 1024);
        Assert.Contains(Echo.MoreErrors, OrderCloudShop.Text(response), StringComparison.Ordinal);
    }
}
