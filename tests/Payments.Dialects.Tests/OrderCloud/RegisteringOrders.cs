using static Payments.Dialects.Tests.OrderCloud.OrderCloudShop;

namespace Payments.Dialects.Tests.OrderCloud;

/// <summary>The order that payments are for, in OrderCloud's own terms.</summary>
public sealed class RegisteringOrders
{
    [Fact]
    public async Task An_order_is_registered_changed_and_paid_through_OrderCloud_alone()
    {
        using var shop = new OrderCloudShop();

        var created = await shop.PutOrderAsync(
            "o-1", """{"ID":"o-1","Currency":"usd","Total":100.5,"ShippingCost":7.5,"Comments":"gift","xp":{}}""");
        var changed = await shop.PutOrderAsync("o-1", """{"Total":120}""");

        Assert.Equal(
            (201, """{"ID":"o-1","Currency":"USD","Total":100.50,"ShippingCost":7.50}"""),
            (created.Status, Text(created)));
        Assert.Equal(
            (200, """{"ID":"o-1","Currency":"USD","Total":120.00,"ShippingCost":0.00}"""),
            (changed.Status, Text(changed)));
        Assert.Equal(Text(changed), Text(await shop.GetOrderAsync("o-1", "Outgoing")));
        Assert.Equal(201, (await shop.CreateAsync("""{"Amount":120}""", "o-1")).Status);
    }

    [Fact]
    public async Task An_order_of_another_API_is_shown_even_if_its_number_contains_a_slash()
    {
        using var shop = await WithOrderAsync(50m, "o/1");

        Assert.Equal(
            """{"ID":"o/1","Currency":"USD","Total":50.00,"ShippingCost":0.00}""",
            Text(await shop.GetOrderAsync("o/1")));
    }

    [Theory]
    [InlineData("""{"Total":1}""", "Currency", "ValidationFailure")]
    [InlineData("""{"Currency":"USD"}""", "Total", "ValidationFailure")]
    [InlineData("""{"Currency":"USD","Total":null}""", "Total", "ValidationFailure")]
    [InlineData("""{"Currency":"USD","Total":-1}""", "Total", "ValidationFailure")]
    [InlineData("""{"Currency":"USD","Total":"1"}""", "Total", "ValidationFailure")]
    [InlineData("""{"Currency":"XXY","Total":1}""", "Currency", "ValidationFailure")]
    [InlineData("""{"Currency":7,"Total":1}""", "Currency", "ValidationFailure")]
    [InlineData("""{"Currency":"USD","Total":1,"ShippingCost":-1}""", "ShippingCost", "ValidationFailure")]
    [InlineData("""{"ID":"o-2","Currency":"USD","Total":1}""", "ID", "ValidationFailure")]
    [InlineData("[]", null, "Request.InvalidRequestBody")]
    [InlineData("", null, "Request.InvalidRequestBody")]
    public async Task An_invalid_order_is_rejected_with_its_field_named_and_not_stored(
        string body, string? field, string code)
    {
        using var shop = new OrderCloudShop();

        var rejected = await shop.PutOrderAsync("o-1", body);

        Assert.Equal((400, code), (rejected.Status, Code(rejected)));
        if (field is not null)
        {
            Assert.Equal(
                field, Json(rejected).GetProperty("Errors")[0].GetProperty("Data").GetProperty("Field").GetString());
        }

        Assert.Equal(404, (await shop.GetOrderAsync("o-1")).Status);
    }

    [Theory]
    [InlineData("""{"Currency":"EUR","Total":100}""", "Payment.CurrencyMismatch")]
    [InlineData("""{"Total":10,"ShippingCost":11}""", "Payment.FundsMoved")]
    public async Task A_rejection_by_the_ledger_has_its_code(string body, string code)
    {
        using var shop = await WithOrderAsync();

        var rejected = await shop.PutOrderAsync(Order, body);

        Assert.Equal((400, code), (rejected.Status, Code(rejected)));
    }

    [Fact]
    public async Task Only_an_administrator_can_set_an_orders_total()
    {
        using var shop = await WithOrderAsync();
        var shopper = await shop.TokenAsync("Shopper");

        var rejected = await shop.PutOrderAsync(Order, """{"Total":1}""", shopper);

        Assert.Equal((403, "Auth.InsufficientRoles"), (rejected.Status, Code(rejected)));
        Assert.Equal(200, (await shop.GetOrderAsync(Order, token: shopper)).Status);
        Assert.Equal(401, (await shop.PutOrderAsync(Order, """{"Total":1}""", "none")).Status);
    }

    [Fact]
    public async Task Another_organizations_order_is_not_found_and_the_direction_must_be_valid()
    {
        using var shop = await WithOrderAsync();
        var other = await shop.TokenAsync(client: "other-ordercloud-client", secret: "other-ordercloud-secret");

        var answer = await shop.GetOrderAsync(Order, token: other);

        Assert.Equal((404, "NotFound"), (answer.Status, Code(answer)));
        Assert.Equal(400, (await shop.GetOrderAsync(Order, "Sideways")).Status);
    }
}
