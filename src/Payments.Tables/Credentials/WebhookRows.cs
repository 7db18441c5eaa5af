using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Tables.Serialization;
using Payments.Tables.Storage;

namespace Payments.Tables.Credentials;

/// <summary>
/// An organization's webhook endpoints as one row, among the credentials, whose secrets are encrypted in the same way.
/// </summary>
internal sealed class WebhookRows(SecretCipher cipher)
{
    /// <summary>The partition of webhook endpoints.</summary>
    public const string Partition = "webhooks";

    private static readonly JsonSerializerOptions Options = new()
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static string ToRowKey(OrganizationId organization) => StorageKey.Escape(organization.Value);

    public TableEntity ToEntity(OrganizationId organization, WebhookList webhooks)
    {
        var row = ToRowKey(organization);
        var entity = new TableEntity(Partition, row);
        var stored = webhooks.Endpoints.Select(endpoint => ToStored(NameOf(row), endpoint));
        Body.Write(entity, JsonSerializer.SerializeToUtf8Bytes(stored, Options));
        return entity;
    }

    public WebhookList ToWebhooks(TableEntity row) => new(
        [
            .. JsonSerializer.Deserialize<ImmutableArray<StoredEndpoint>>(Body.Read(row), Options)
                .Select(stored => ToEndpoint(NameOf(row.RowKey), stored)),
        ],
        row.ETag.ToString());

    private StoredEndpoint ToStored(string rowName, WebhookEndpoint endpoint) => new(
        endpoint.Id.ToString(),
        endpoint.Url.OriginalString,
        endpoint.Description,
        [.. endpoint.Secrets.Select(secret => ToStored(rowName, secret))],
        endpoint.CreatedAt,
        endpoint.Enabled)
    {
        FailingSince = endpoint.FailingSince,
        LastFailureAt = endpoint.LastFailure?.At,
        LastFailure = endpoint.LastFailure?.Reason,
    };

    private WebhookEndpoint ToEndpoint(string rowName, StoredEndpoint stored) => new(
        WebhookId.TryParse(stored.Id, out var id)
            ? id
            : throw new InvalidOperationException($"'{stored.Id}' is not the id of a webhook endpoint."),
        new Uri(stored.Url, UriKind.Absolute),
        stored.Description,
        [.. stored.Secrets.Select(secret => ToSecret(rowName, secret))],
        stored.CreatedAt)
    {
        Enabled = stored.Enabled,
        FailingSince = stored.FailingSince,
        LastFailure = stored is { LastFailureAt: { } at, LastFailure: { } reason }
            ? new WebhookFailure(at, reason)
            : null,
    };

    private StoredSecret ToStored(string rowName, CredentialSecret secret) => new(
        secret.Id,
        cipher.Encrypt(rowName, Encoding.UTF8.GetBytes(((SecretValue.Readable)secret.Value).Text)),
        secret.CreatedAt)
    {
        EndsAt = secret.EndsAt,
    };

    private CredentialSecret ToSecret(string rowName, StoredSecret stored) => new(
        stored.Id,
        new SecretValue.Readable(Encoding.UTF8.GetString(cipher.Decrypt(rowName, stored.Encrypted))),
        stored.CreatedAt,
        stored.EndsAt);

    private static string NameOf(string row) => $"{Partition}/{row}";

    private sealed record StoredEndpoint(
        string Id,
        string Url,
        string Description,
        ImmutableArray<StoredSecret> Secrets,
        DateTimeOffset CreatedAt,
        bool Enabled)
    {
        public DateTimeOffset? FailingSince { get; init; }

        public DateTimeOffset? LastFailureAt { get; init; }

        public string? LastFailure { get; init; }
    }

    private sealed record StoredSecret(string Id, string Encrypted, DateTimeOffset CreatedAt)
    {
        public DateTimeOffset? EndsAt { get; init; }
    }
}
