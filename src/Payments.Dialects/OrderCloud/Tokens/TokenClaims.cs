using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Payments.Dialects.OrderCloud.Tokens;

/// <summary>
/// The claims of a token (ordercloud-payments.md, part 2), and the organization that it gives access to.
/// </summary>
internal sealed record TokenClaims
{
    /// <summary>Both issuer and audience of the tokens: this service.</summary>
    public const string Service = "payments";

    /// <summary>The only kind of user here: an API client acts for the seller.</summary>
    public const string Admin = "admin";

    private static readonly JsonSerializerOptions Options = new()
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    [JsonPropertyName("usr")]
    public required string User { get; init; }

    [JsonPropertyName("cid")]
    public required string Client { get; init; }

    [JsonPropertyName("u")]
    public required string UserId { get; init; }

    [JsonPropertyName("usrtype")]
    public required string UserType { get; init; }

    [JsonPropertyName("role")]
    public required ImmutableArray<string> Roles { get; init; }

    [JsonPropertyName("org")]
    public required string Organization { get; init; }

    [JsonPropertyName("iss")]
    public required string Issuer { get; init; }

    [JsonPropertyName("aud")]
    public required string Audience { get; init; }

    [JsonPropertyName("exp")]
    public required long Expires { get; init; }

    [JsonPropertyName("nbf")]
    public required long NotBefore { get; init; }

    public byte[] ToPayload() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <summary>
    /// The claims in a payload whose signature was verified; null if it has others, as those of another version may.
    /// </summary>
    public static TokenClaims? FromPayload(byte[] payload)
    {
        try
        {
            return JsonSerializer.Deserialize<TokenClaims>(payload, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
