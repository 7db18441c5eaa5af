using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Payments.Dialects.OrderCloud.Tokens;

namespace Payments.Dialects.OrderCloud.TokenEndpoints;

/// <summary>An issued token. There are no refresh tokens: clients send their credentials again.</summary>
internal sealed record TokenBody(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn);

/// <summary>A rejected request for a token: RFC 6749's fields, and the list that OrderCloud's clients read.</summary>
internal sealed record TokenErrorBody(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description")] string Description,
    ImmutableArray<OrderCloudError> Errors);

/// <summary>
/// The public half of the signing key, as a JSON Web Key with the fields of the .NET client's PublicKey.
/// </summary>
internal sealed record PublicKeyBody(
    [property: JsonPropertyName("kty")] string Type,
    [property: JsonPropertyName("n")] string Modulus,
    [property: JsonPropertyName("e")] string Exponent,
    [property: JsonPropertyName("alg")] string Algorithm,
    [property: JsonPropertyName("use")] string Use,
    [property: JsonPropertyName("kid")] string Id)
{
    public static PublicKeyBody From(TokenKey key) =>
        new("RSA", key.Modulus, key.Exponent, JsonWebToken.Algorithm, "sig", key.Id);
}
