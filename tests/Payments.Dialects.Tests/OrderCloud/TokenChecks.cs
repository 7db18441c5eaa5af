using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using static Payments.Dialects.Tests.OrderCloud.OrderCloudShop;

namespace Payments.Dialects.Tests.OrderCloud;

public sealed class TokenChecks
{
    private const string Ours = """{"alg":"RS256","typ":"JWT","kid":"(kid)"}""";

    private static readonly string KeyId = new Dialects.OrderCloud.Tokens.TokenKey(
        ServiceUnderTest.Rsa.ExportPkcs8PrivateKey()).Id;

    [Theory]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("Bearer opaque")]
    [InlineData("Basic ZGVtbzpkZW1v")]
    [InlineData("Bearer a.b.c")]
    [InlineData("Bearer ..")]
    public async Task A_missing_or_foreign_token_gets_401(string header)
    {
        using var shop = await WithOrderAsync();
        var request = ServiceUnderTest.Request("GET", "/v1/orders/All/o-77/payments", null, ("Authorization", header));

        var payments = shop.Service.Get<Dialects.OrderCloud.Payments.OrderCloudPayments>();
        var answer = await shop.Service.OrderCloudAsync(
            request, "All", Order, call => payments.ListAsync(call, None));

        Assert.Equal(401, answer.Status);
        Assert.Equal("InvalidToken", Code(answer));
    }

    [Fact]
    public async Task A_changed_payload_and_a_changed_or_respelled_signature_are_rejected()
    {
        using var shop = await WithOrderAsync();
        var token = await shop.TokenAsync("OrderReader");
        var parts = token.Split('.');
        var richer = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace("OrderReader", "FullAccess");

        string[] forged =
        [
            $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(richer))}.{parts[2]}",
            token[..^1],
            $"{parts[0]}.{parts[1]}.",
            token + "=",
            token + ".x",
            $"{parts[0]}.{parts[1]}.{OtherSpelling(parts[2])}",
        ];

        foreach (var bad in forged) Assert.Equal(401, (await shop.ListAsync(token: bad)).Status);
        Assert.Equal(200, (await shop.ListAsync(token: token)).Status);
    }

    [Theory]
    [InlineData("""{"alg":"none","typ":"JWT","kid":"(kid)"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","kid":"(kid)"}""")]
    [InlineData("""{"alg":"RS512","typ":"JWT","kid":"(kid)"}""")]
    [InlineData("""{"typ":"JWT","kid":"(kid)"}""")]
    [InlineData("""{"alg":"RS256","typ":"at+jwt","kid":"(kid)"}""")]
    [InlineData("""{"alg":"RS256","kid":"(kid)"}""")]
    [InlineData("""{"alg":["RS256"],"typ":"JWT","kid":"(kid)"}""")]
    [InlineData("""{"alg":"RS256","typ":"JWT"}""")]
    [InlineData("""{"alg":"RS256","typ":"JWT","kid":"another"}""")]
    [InlineData("[]")]
    public async Task A_header_that_differs_is_rejected_however_it_is_signed(string header)
    {
        using var shop = await WithOrderAsync();
        var payload = (await shop.TokenAsync()).Split('.')[1];

        Assert.Equal(401, (await shop.ListAsync(token: Signed(header, payload))).Status);
        Assert.Equal(200, (await shop.ListAsync(token: Signed(Ours, payload))).Status);
    }

    [Fact]
    public async Task The_public_key_cannot_sign_tokens()
    {
        using var shop = await WithOrderAsync();
        var payload = (await shop.TokenAsync()).Split('.')[1];
        var header = Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes($$"""{"alg":"HS256","typ":"JWT","kid":"{{KeyId}}"}"""));
        var publicKey = ServiceUnderTest.Rsa.ExportSubjectPublicKeyInfo();
        var signature = HMACSHA256.HashData(publicKey, Encoding.UTF8.GetBytes($"{header}.{payload}"));

        var token = $"{header}.{payload}.{Base64Url.EncodeToString(signature)}";

        Assert.Equal(401, (await shop.ListAsync(token: token)).Status);
    }

    [Fact]
    public async Task A_token_expires_on_time_apart_from_clock_skew()
    {
        using var shop = await WithOrderAsync();
        var token = await shop.TokenAsync();

        shop.Service.Time.Advance(TimeSpan.FromSeconds(35999 + 29));
        Assert.Equal(200, (await shop.ListAsync(token: token)).Status);
        shop.Service.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, (await shop.ListAsync(token: token)).Status);
    }

    [Fact]
    public async Task A_token_is_invalid_before_its_time()
    {
        using var shop = await WithOrderAsync();
        var token = await shop.TokenAsync();

        shop.Service.Time.AdjustTime(shop.Service.Time.GetUtcNow().AddSeconds(-31));

        Assert.Equal(401, (await shop.ListAsync(token: token)).Status);
    }

    [Fact]
    public async Task Another_organizations_order_gets_the_same_response_as_an_unknown_one()
    {
        using var shop = await WithOrderAsync();
        await shop.CreateAsync("""{"ID":"p-1","Type":"CreditCard","Amount":10}""");
        var token = await shop.TokenAsync("", "other-ordercloud-client", "other-ordercloud-secret");

        Assert.Equal(404, (await shop.GetAsync("p-1", token: token)).Status);
        Assert.Equal(
            """{"Errors":[{"ErrorCode":"NotFound","Message":"Object not found.","Data":{"ObjectType":"Order","ObjectID":"o-77"}}]}""",
            Text(await shop.ListAsync(token: token)));
        Assert.Equal(404, (await shop.CreateAsync("{}", token: token)).Status);
        Assert.Equal(404, (await shop.TransactAsync("p-1", "{}", token: token)).Status);
    }

    [Fact]
    public async Task Roles_decide_what_a_token_allows()
    {
        using var shop = await WithOrderAsync();
        var reader = await shop.TokenAsync("OrderReader");
        var shopper = await shop.TokenAsync("Shopper");
        var nobody = await shop.TokenAsync("Nothing");

        Assert.Equal(403, (await shop.ListAsync(token: nobody)).Status);
        Assert.Equal(200, (await shop.ListAsync(token: reader)).Status);
        Assert.Equal(200, (await shop.ListAsync(token: shopper)).Status);
        Assert.Equal(201, (await shop.CreateAsync("""{"ID":"p-1","Amount":5}""", token: shopper)).Status);
        Assert.Equal(403, (await shop.TransactAsync("p-1", "{}", token: shopper)).Status);
        var rejected = await shop.CreateAsync("{}", token: reader);
        Assert.Equal(403, rejected.Status);
        Assert.Equal(
            """{"Errors":[{"ErrorCode":"Auth.InsufficientRoles","Message":"One of these roles is required: FullAccess, OrderAdmin, """
            + """Shopper.","Data":{"SufficientRoles":["FullAccess","OrderAdmin","Shopper"],"AssignedRoles":["OrderReader"]}}]}""",
            Text(rejected));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("\"cid\"")]
    [InlineData("""{"usr":"a","cid":null,"u":"a","usrtype":"admin","role":[],"org":"demo","iss":"payments","aud":"payments","exp":9999999999,"nbf":0}""")]
    [InlineData("""{"usr":"a","cid":"a","u":"a","usrtype":"admin","role":null,"org":"demo","iss":"payments","aud":"payments","exp":9999999999,"nbf":0}""")]
    [InlineData("""{"usr":"a","cid":"a","u":"a","usrtype":"admin","role":[],"org":"demo","iss":"payments","aud":"payments","exp":1e99,"nbf":0}""")]
    public async Task A_signed_payload_with_other_claims_is_rejected_and_is_no_fault(string payload)
    {
        using var shop = await WithOrderAsync();

        var token = Signed(Ours, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload)));

        Assert.Equal(401, (await shop.ListAsync(token: token)).Status);
    }

    private static string Signed(string header, string payload)
    {
        var named = Encoding.UTF8.GetBytes(header.Replace("(kid)", KeyId, StringComparison.Ordinal));
        var signed = $"{Base64Url.EncodeToString(named)}.{payload}";
        var signature = ServiceUnderTest.Rsa.SignData(
            Encoding.UTF8.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>
    /// The last of 342 characters carries four bits that decoding drops, so that another letter gives the same bytes.
    /// </summary>
    private static string OtherSpelling(string signature)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return signature[..^1] + Alphabet[Alphabet.IndexOf(signature[^1], StringComparison.Ordinal) ^ 1];
    }
}
