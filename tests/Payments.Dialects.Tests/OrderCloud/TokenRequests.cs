using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Payments.Dialects.OrderCloud.TokenEndpoints;
using static Payments.Dialects.Tests.OrderCloud.OrderCloudShop;

namespace Payments.Dialects.Tests.OrderCloud;

public sealed class TokenRequests : IDisposable
{
    private const string Credentials = "&client_id=demo-ordercloud-client&client_secret=demo-ordercloud-secret";

    private readonly OrderCloudShop _shop = new();

    [Fact]
    public async Task Client_credentials_get_a_token_with_the_claims_that_clients_read()
    {
        var answer = await _shop.PostFormAsync(
            $"grant_type=client_credentials&scope=OrderAdmin%20Shopper{Credentials}");

        Assert.Equal(200, answer.Status);
        var body = Json(answer);
        Assert.Equal("bearer", body.GetProperty("token_type").GetString());
        Assert.Equal(35999, body.GetProperty("expires_in").GetInt32());
        Assert.False(body.TryGetProperty("refresh_token", out _));
        var claims = Claims(body.GetProperty("access_token").GetString()!);
        Assert.Equal("demo-ordercloud-client", claims.GetProperty("cid").GetString());
        Assert.Equal("admin", claims.GetProperty("usrtype").GetString());
        Assert.Equal(["OrderAdmin", "Shopper"], Roles(claims));
        var now = _shop.Service.Time.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(now, claims.GetProperty("nbf").GetInt64());
        Assert.Equal(now + 35999, claims.GetProperty("exp").GetInt64());
        foreach (var name in new[] { "usr", "u", "iss", "aud", "org" })
            Assert.False(string.IsNullOrEmpty(claims.GetProperty(name).GetString()));
    }

    [Theory]
    [InlineData("", "FullAccess OrderAdmin OrderReader Shopper")]
    [InlineData("&scope=", "FullAccess OrderAdmin OrderReader Shopper")]
    [InlineData("&scope=undefined%20Shopper", "Shopper")]
    [InlineData("&scope=Shopper+MeAdmin+OrderReader", "OrderReader Shopper")]
    [InlineData("&scope=Nothing", "")]
    public async Task The_roles_are_the_requested_ones_that_the_client_has(string scope, string roles)
    {
        var answer = await _shop.PostFormAsync($"grant_type=client_credentials{scope}{Credentials}");

        var claims = Claims(Json(answer).GetProperty("access_token").GetString()!);
        Assert.Equal(roles, string.Join(' ', Roles(claims).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("", "invalid_request", "Auth.OauthError")]
    [InlineData("grant_type=password&username=a&password=b&client_id=x", "unsupported_grant_type", "Auth.OauthError")]
    [InlineData("grant_type=refresh_token&refresh_token=a&client_id=x", "unsupported_grant_type", "Auth.OauthError")]
    [InlineData("grant_type=magic&client_id=x", "unsupported_grant_type", "Auth.OauthError")]
    [InlineData("grant_type=client_credentials&client_id=x&scope=Shopper", "unauthorized_client", "Auth.OauthError")]
    [InlineData("grant_type=client_credentials&client_secret=x", "invalid_request", "Auth.OauthError")]
    [InlineData("grant_type=client_credentials&grant_type=password", "invalid_request", "Auth.OauthError")]
    [InlineData(
        "grant_type=client_credentials&client_id=x&client_secret=x", "invalid_client", "ApiClient.InvalidClientID")]
    [InlineData(
        "grant_type=client_credentials&client_id=demo-ordercloud-client&client_secret=x",
        "invalid_client",
        "ApiClient.InvalidClientID")]
    public async Task An_invalid_token_request_gets_400_with_a_list_of_errors(string form, string error, string code)
    {
        var answer = await _shop.PostFormAsync(form);

        Assert.Equal(400, answer.Status);
        Assert.Equal(error, Json(answer).GetProperty("error").GetString());
        Assert.False(string.IsNullOrEmpty(Json(answer).GetProperty("error_description").GetString()));
        Assert.Equal(code, Code(answer));
    }

    [Fact]
    public async Task A_body_that_is_not_a_form_is_rejected()
    {
        var answer = await _shop.PostFormAsync("{}", "application/json");

        Assert.Equal(400, answer.Status);
        Assert.Equal("Request.InvalidContentType", Code(answer));
    }

    [Fact]
    public async Task An_unknown_client_and_a_wrong_secret_get_the_same_response()
    {
        var unknown = await _shop.PostFormAsync("grant_type=client_credentials&client_id=nobody&client_secret=x");
        var wrong = await _shop.PostFormAsync(
            "grant_type=client_credentials&client_id=demo-ordercloud-client&client_secret=x");

        Assert.Equal(Text(unknown), Text(wrong));
    }

    [Fact]
    public async Task A_token_names_its_key_whose_public_half_verifies_it()
    {
        var token = await _shop.TokenAsync();
        var parts = token.Split('.');
        var kid = Read(parts[0]).GetProperty("kid").GetString()!;

        var answer = await _shop.Service.Get<OrderCloudTokens>().GetKeyAsync(kid, None);

        Assert.Equal(200, answer.Status);
        var key = Json(answer);
        Assert.Equal($"RSA RS256 sig {kid}", string.Join(' ', Field("kty"), Field("alg"), Field("use"), Field("kid")));
        using var rsa = RSA.Create(new RSAParameters
        {
            Modulus = Base64Url.DecodeFromChars(Field("n")),
            Exponent = Base64Url.DecodeFromChars(Field("e")),
        });
        Assert.True(rsa.VerifyData(
            Encoding.UTF8.GetBytes($"{parts[0]}.{parts[1]}"),
            Base64Url.DecodeFromChars(parts[2]),
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1));
        Assert.Equal(["alg", "e", "kid", "kty", "n", "use"], key.EnumerateObject().Select(field => field.Name).Order());

        string Field(string name) => key.GetProperty(name).GetString()!;
    }

    [Fact]
    public async Task An_unknown_key_is_not_found()
    {
        var answer = await _shop.Service.Get<OrderCloudTokens>().GetKeyAsync("another", None);

        Assert.Equal((404, "NotFound"), (answer.Status, Code(answer)));
        var data = Json(answer).GetProperty("Errors")[0].GetProperty("Data");
        Assert.Equal("PublicKey", data.GetProperty("ObjectType").GetString());
    }

    public void Dispose() => _shop.Dispose();

    private static JsonElement Claims(string token) => Read(token.Split('.')[1]);

    private static JsonElement Read(string part) =>
        JsonDocument.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part))).RootElement;

    private static IEnumerable<string> Roles(JsonElement claims) =>
        claims.GetProperty("role").EnumerateArray().Select(role => role.GetString()!);
}
