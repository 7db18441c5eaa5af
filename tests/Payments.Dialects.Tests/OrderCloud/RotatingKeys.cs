using System.Security.Cryptography;
using System.Text.Json;
using Payments.Dialects.OrderCloud.TokenEndpoints;
using Payments.Dialects.OrderCloud.Tokens;
using Payments.Handlers.Ports;
using static Payments.Dialects.Tests.OrderCloud.OrderCloudShop;

namespace Payments.Dialects.Tests.OrderCloud;

public sealed class RotatingKeys
{
    private const int LifetimeInSeconds = 35_999;

    [Fact]
    public async Task A_new_key_signs_once_every_instance_knows_it_and_the_old_one_verifies_until_its_tokens_end()
    {
        using var shop = await WithOrderAsync();
        var oldToken = await shop.TokenAsync();
        var oldKey = new TokenKey(ServiceUnderTest.Rsa.ExportPkcs8PrivateKey());
        var newKey = Rotate(shop.Service);

        Assert.Equal(oldKey.Id, KeyIdOf(await shop.TokenAsync()));
        shop.Service.Time.Advance(TokenKeys.SigningDelay);
        var newToken = await shop.TokenAsync();
        Assert.Equal(newKey.Id, KeyIdOf(newToken));
        Assert.Equal(200, (await shop.ListAsync(token: oldToken)).Status);
        Assert.Equal(200, (await shop.ListAsync(token: newToken)).Status);
        Assert.Equal((200, 200), (await StatusAsync(shop, oldKey.Id), await StatusAsync(shop, newKey.Id)));

        shop.Service.Time.Advance(TimeSpan.FromSeconds(LifetimeInSeconds) + TokenKeys.SigningDelay);
        Assert.Equal(401, (await shop.ListAsync(token: oldToken)).Status);
        shop.Service.Time.Advance(TokenKeys.SigningDelay);
        Assert.Equal((404, 200), (await StatusAsync(shop, oldKey.Id), await StatusAsync(shop, newKey.Id)));
    }

    [Fact]
    public async Task A_revoked_client_s_tokens_are_worth_nothing()
    {
        using var shop = await WithOrderAsync();
        var token = await shop.TokenAsync();
        var name = new CredentialName(Api.OrderCloud, "demo-ordercloud-client");
        var client = await shop.Service.Credentials.FindAsync(name, None);

        shop.Service.Credentials.With(client! with { RevokedAt = shop.Service.Time.GetUtcNow() });

        Assert.Equal(401, (await shop.ListAsync(token: token)).Status);
    }

    private static TokenKey Rotate(ServiceUnderTest service)
    {
        using var rsa = RSA.Create(TokenKey.MinKeyBits);
        var pkcs8 = rsa.ExportPkcs8PrivateKey();
        var now = service.Time.GetUtcNow();
        service.Credentials.RetireKeys(now).With(new SigningKey(pkcs8, now));
        return new TokenKey(pkcs8);
    }

    private static string KeyIdOf(string token) => JsonDocument
        .Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[0]))
        .RootElement.GetProperty("kid").GetString()!;

    private static async Task<int> StatusAsync(OrderCloudShop shop, string keyId) =>
        (await shop.Service.Get<OrderCloudTokens>().GetKeyAsync(keyId, None)).Status;
}
