using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Payments.Dialects.OrderCloud.Tokens;

namespace Payments.Dialects.OrderCloud.TokenEndpoints;

/// <summary>
/// A token as it is given out. There are no refresh tokens: the client credentials are asked with again.
/// </summary>
internal sealed record TokenBody(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn);

/// <summary>Why none is given: RFC 6749's fields, and the list that the clients read.</summary>
internal sealed record TokenErrorBody(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description")] string Description,
    ImmutableArray<OrderCloudError> Errors);

/// <summary>
/// The public half of the tokens' key, as a JSON Web Key: the fields that the .NET client's PublicKey has.
/// </summary>
internal sealed record PublicKeyBody(
    [property: JsonPropertyName("kty")] string Type,
    [property: JsonPropertyName("n")] string Modulus,
    [property: JsonPropertyName("e")] string Exponent,
    [property: JsonPropertyName("alg")] string Algorithm,
    [property: JsonPropertyName("use")] string Use,
    [property: JsonPropertyName("kid")] string Id)
{
    /// <summary>That of a key.</summary>
    public static PublicKeyBody From(TokenKey key) =>
        new("RSA", key.Modulus, key.Exponent, JsonWebToken.Algorithm, "sig", key.Id);
}
