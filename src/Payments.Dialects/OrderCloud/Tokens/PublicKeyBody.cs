using System.Text.Json.Serialization;

namespace Payments.Dialects.OrderCloud;

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
    public static PublicKeyBody Of(TokenKey key) =>
        new("RSA", key.Modulus, key.Exponent, JsonWebToken.Algorithm, "sig", key.Id);
}
