using Payments.Dialects.Wire;
using Payments.Handlers.Ports;
using static Payments.Dialects.Tests.OrderCloud.OrderCloudShop;

namespace Payments.Dialects.Tests.OrderCloud;

/// <summary>
/// A credential that may write and not refund can't record what returns money, or what makes money refundable that this
/// service never captured.
/// </summary>
public sealed class ScopesOfRecording
{
    [Theory]
    [InlineData("CreditCardRefund", 10)]
    [InlineData("CreditCardCredit", 10)]
    [InlineData("Chargeback", 10)]
    [InlineData("CreditCardVoid", 60)]
    public async Task What_returns_captured_money_takes_the_scope_of_refunds(string type, int amount)
    {
        using var shop = await CapturedAsync();
        await UseScopesAsync(shop, Scopes.Read | Scopes.Write);
        var before = await shop.Service.StoredAsync();

        MustLackScope(await shop.TransactAsync("p-1", "t", type, amount));
        Assert.Equal(before, await shop.Service.StoredAsync());

        await UseScopesAsync(shop, Scopes.All);
        Assert.Equal(201, (await shop.TransactAsync("p-1", "t", type, amount)).Status);
        Assert.True((await shop.HeadAsync()).Refunded.IsPositive);
    }

    [Fact]
    public async Task A_refund_that_moves_nothing_in_the_ledger_takes_it_too()
    {
        using var shop = await WithOrderAsync();
        await shop.CreateAsync("""{"ID":"p-1","Type":"PurchaseOrder","Amount":20}""");
        await UseScopesAsync(shop, Scopes.Read | Scopes.Write);

        MustLackScope(await shop.TransactAsync("p-1", "t", "Refund", 10));
    }

    [Fact]
    public async Task The_rest_of_an_authorization_is_released_without_it()
    {
        using var shop = await WithOrderAsync();
        await shop.CreateAsync("""{"ID":"p-1","Type":"CreditCard","Amount":100}""");
        await UseScopesAsync(shop, Scopes.Read | Scopes.Write);

        Assert.Equal(201, (await shop.TransactAsync("p-1", "a", "CreditCardAuthorization", 100)).Status);
        Assert.Equal(201, (await shop.TransactAsync("p-1", "c", "CreditCardCapture", 60)).Status);
        Assert.Equal(201, (await shop.TransactAsync("p-1", "v", "CreditCardVoidAuthorization", 40)).Status);
        Assert.True((await shop.HeadAsync()).Refunded.IsZero);
    }

    [Theory]
    [InlineData("CreditCardCapture")]
    [InlineData("CreditCardSale")]
    public async Task On_a_shared_merchant_account_a_capture_takes_it(string type)
    {
        using var shop = await WithOrderAsync();
        await shop.CreateAsync("""{"ID":"p-1","Type":"CreditCard","Amount":100}""");
        await UseScopesAsync(shop, Scopes.Read | Scopes.Write);
        shop.Service.SharesMerchantAccount = true;

        MustLackScope(await shop.TransactAsync("p-1", "t", type, 60));

        shop.Service.SharesMerchantAccount = false;
        Assert.Equal(201, (await shop.TransactAsync("p-1", "t", type, 60)).Status);
    }

    [Fact]
    public async Task The_record_of_a_refund_is_deleted_with_it_and_that_of_a_capture_without()
    {
        using var shop = await CapturedAsync();
        await shop.TransactAsync("p-1", "r", "CreditCardRefund", 10);
        await UseScopesAsync(shop, Scopes.Read | Scopes.Write);

        MustLackScope(await shop.DeleteTransactionAsync("p-1", "r"));
        Assert.Equal(Usd(10), (await shop.HeadAsync()).Refunded);

        await UseScopesAsync(shop, Scopes.All);
        Assert.Equal(204, (await shop.DeleteTransactionAsync("p-1", "r")).Status);
        await UseScopesAsync(shop, Scopes.Read | Scopes.Write);
        Assert.Equal(204, (await shop.DeleteTransactionAsync("p-1", "c")).Status);
    }

    private static async Task<OrderCloudShop> CapturedAsync()
    {
        var shop = await WithOrderAsync();
        await shop.CreateAsync("""{"ID":"p-1","Type":"CreditCard","Amount":60}""");
        Assert.Equal(201, (await shop.TransactAsync("p-1", "c", "CreditCardCapture", 60)).Status);
        return shop;
    }

    private static async Task UseScopesAsync(OrderCloudShop shop, Scopes scopes)
    {
        var name = new CredentialName(Api.OrderCloud, "demo-ordercloud-client");
        var credential = await shop.Service.Credentials.FindAsync(name, None);
        shop.Service.Credentials.With(credential! with { Scopes = scopes });
    }

    private static void MustLackScope(WireResponse answer)
    {
        Assert.Equal(403, answer.Status);
        Assert.Equal("Auth.InsufficientScope", Code(answer));
        Assert.Contains("needs the scope refund", Text(answer), StringComparison.Ordinal);
    }
}
