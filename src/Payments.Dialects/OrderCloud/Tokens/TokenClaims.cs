using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Payments.Dialects.OrderCloud.Tokens;

/// <summary>What a token says (ordercloud-payments.md, part 2), and whose orders it reaches.</summary>
internal sealed record TokenClaims
{
    /// <summary>Who issues the tokens, and who they are for: this service.</summary>
    public const string Service = "payments";

    /// <summary>The only kind of user here: an API client acts for the seller.</summary>
    public const string Admin = "admin";

    private static readonly JsonSerializerOptions Options = new() { RespectRequiredConstructorParameters = true };

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

    /// <summary>As the payload of a token.</summary>
    public byte[] ToPayload() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <summary>From a payload that this service signed, so that it is well-formed.</summary>
    public static TokenClaims FromPayload(byte[] payload) =>
        JsonSerializer.Deserialize<TokenClaims>(payload, Options)
        ?? throw new InvalidOperationException("A token was signed with an empty payload.");
}
