using System.Collections.Immutable;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Ports;

/// <summary>The id of a webhook endpoint: <c>whk-</c> and 32 hexadecimal digits.</summary>
public readonly record struct WebhookId
{
    private const string Prefix = "whk-";

    private readonly string? _text;

    private WebhookId(string text) => _text = text;

    /// <summary>Creates an id from a unique number.</summary>
    public static WebhookId New(Guid unique) => new($"{Prefix}{unique:N}");

    /// <summary>Parses an id; false for any other text.</summary>
    public static bool TryParse(string text, out WebhookId id)
    {
        var isValid = text.StartsWith(Prefix, StringComparison.Ordinal)
            && Guid.TryParseExact(text.AsSpan(Prefix.Length), "N", out _)
            && text.All(letter => !char.IsAsciiLetterUpper(letter));
        id = isValid ? new WebhookId(text) : default;
        return isValid;
    }

    public override string ToString() =>
        _text ?? throw new InvalidOperationException("This webhook's id was never set.");
}

/// <summary>A failed delivery.</summary>
/// <param name="At">When; UTC.</param>
/// <param name="Reason">Why, in words; nothing of what the endpoint answered but its status.</param>
public sealed record WebhookFailure(DateTimeOffset At, string Reason);

/// <summary>An address of an organization to which its events are posted.</summary>
/// <param name="Url">Where.</param>
/// <param name="Description">For people; may be empty.</param>
/// <param name="Secrets">
/// What deliveries are signed with: one, and for a day after a rotation the one before it as well.
/// </param>
/// <param name="CreatedAt">UTC.</param>
public sealed record WebhookEndpoint(
    WebhookId Id,
    Uri Url,
    string Description,
    ImmutableArray<CredentialSecret> Secrets,
    DateTimeOffset CreatedAt)
{
    /// <summary>Whether events are delivered to it.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Since when deliveries fail; null if the last one known of succeeded. UTC.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>
    /// The failure that the present series began with, or the last one; null if there was none. Not every failure is
    /// stored: an endpoint that is down fails for each event.
    /// </summary>
    public WebhookFailure? LastFailure { get; init; }

    /// <summary>The secrets that are valid at a moment, the newest first.</summary>
    public ImmutableArray<string> GetUsableSecrets(DateTimeOffset now) =>
    [
        .. Secrets
            .Where(secret => secret.EndsAt is not { } end || now < end)
            .OrderByDescending(secret => secret.CreatedAt)
            .Select(secret => ((SecretValue.Readable)secret.Value).Text),
    ];
}

/// <summary>The webhook endpoints of an organization: one entity, so that their number can be limited.</summary>
/// <param name="Endpoints">In the order of their creation.</param>
/// <param name="Version">The entity's ETag; null if there is none yet.</param>
public sealed record WebhookList(ImmutableArray<WebhookEndpoint> Endpoints, string? Version)
{
    /// <summary>Of an organization that never had one.</summary>
    public static WebhookList None { get; } = new([], null);

    /// <summary>Whether there is an endpoint that events are delivered to.</summary>
    public bool Listens => Endpoints.Any(endpoint => endpoint.Enabled);

    /// <summary>The endpoint with an id; null if there is none.</summary>
    public WebhookEndpoint? Find(WebhookId id) => Endpoints.FirstOrDefault(endpoint => endpoint.Id == id);

    /// <summary>With an endpoint in place of the one with the same id.</summary>
    public WebhookList With(WebhookEndpoint changed) => this with
    {
        Endpoints = [.. Endpoints.Select(endpoint => endpoint.Id == changed.Id ? changed : endpoint)],
    };
}
