using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Tables.Storage;

namespace Payments.Tables.Credentials;

/// <summary>
/// Organizations, credentials and signing keys as rows: a partition for organizations, one for each API's credentials
/// by public id, and one for signing keys. So a public id is unique across organizations.
/// </summary>
internal sealed class CredentialRows(SecretCipher cipher)
{
    /// <summary>The partition of organizations.</summary>
    public const string Organizations = "organizations";

    /// <summary>The partition of signing keys.</summary>
    public const string SigningKeys = "signing-keys";

    private const string PrivateKey = "PrivateKey";
    private const string Secrets = "Secrets";
    private const string OrganizationColumn = "Organization";

    /// <summary>All partitions.</summary>
    public static ImmutableArray<string> Partitions { get; } =
        [Organizations, .. Enum.GetValues<Api>().Select(ToPartition), SigningKeys, WebhookRows.Partition];

    /// <summary>The partition of an API's credentials.</summary>
    public static string ToPartition(Api api) => $"credentials|{api.ToString().ToLowerInvariant()}";

    public TableEntity ToEntity(Organization organization)
    {
        var row = StorageKey.Escape(organization.Id.Value);
        return new TableEntity(Organizations, row)
        {
            [nameof(organization.Id)] = organization.Id.Value,
            [nameof(organization.Policy)] = organization.Policy.ToString(),
            [nameof(organization.AuthorizationLifetime)] =
                organization.AuthorizationLifetime.ToString("c", CultureInfo.InvariantCulture),
            [nameof(organization.RefundsReopenBalance)] = organization.RefundsReopenBalance,
            [nameof(organization.SharesMerchantAccount)] = organization.SharesMerchantAccount,
            [nameof(organization.ScreensCardNumbers)] = organization.ScreensCardNumbers,
            [nameof(organization.LateFailures)] = organization.LateFailures.ToString(),
            [nameof(organization.Processor)] = organization.Processor?.ToString(),
            [nameof(organization.Limits.RequestsPerSecond)] = organization.Limits.RequestsPerSecond,
            [nameof(organization.Limits.RefundsPerDay)] = organization.Limits.RefundsPerDay.ToString(),
            [nameof(organization.Limits.CreditsPerDay)] = organization.Limits.CreditsPerDay.ToString(),
            [nameof(organization.FingerprintKey)] =
                cipher.Encrypt(NameOf(Organizations, row), organization.FingerprintKey.Span),
            [nameof(organization.PreviousFingerprintKeys)] = string.Join(
                ' ',
                organization.PreviousFingerprintKeys.Select(
                    key => cipher.Encrypt(NameOf(Organizations, row), key.Span))),
        };
    }

    public Organization ToOrganization(TableEntity row) => new(
        OrganizationId.From(row.GetString(nameof(Organization.Id))!),
        Enum.Parse<AllocationPolicy>(row.GetString(nameof(Organization.Policy))!),
        TimeSpan.Parse(row.GetString(nameof(Organization.AuthorizationLifetime))!, CultureInfo.InvariantCulture),
        row.GetBoolean(nameof(Organization.RefundsReopenBalance)) is true,
        row.GetBoolean(nameof(Organization.SharesMerchantAccount)) is true,
        row.GetBoolean(nameof(Organization.ScreensCardNumbers)) is not false)
    {
        FingerprintKey = cipher.Decrypt(NameOf(row), row.GetString(nameof(Organization.FingerprintKey))!),
        PreviousFingerprintKeys =
        [
            .. (row.GetString(nameof(Organization.PreviousFingerprintKeys)) ?? "")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(stored => (ReadOnlyMemory<byte>)cipher.Decrypt(NameOf(row), stored)),
        ],
        LateFailures = row.GetString(nameof(Organization.LateFailures)) is { } lateFailures
            ? Enum.Parse<LateFailures>(lateFailures)
            : LateFailures.Leave,
        // Rows from before organizations chose their processor have none.
        Processor = row.GetString(nameof(Organization.Processor)) is { } processor
            ? new ProcessorName(processor)
            : null,
        Limits = ToLimits(row),
        Version = row.ETag.ToString(),
    };

    /// <summary>Rows without limits have the defaults.</summary>
    private static OrganizationLimits ToLimits(TableEntity row) => new()
    {
        RequestsPerSecond = row.GetInt32(nameof(OrganizationLimits.RequestsPerSecond))
            ?? OrganizationLimits.DefaultRequestsPerSecond,
        RefundsPerDay = DailyAmounts.Parse(row.GetString(nameof(OrganizationLimits.RefundsPerDay)) ?? ""),
        CreditsPerDay = DailyAmounts.Parse(row.GetString(nameof(OrganizationLimits.CreditsPerDay)) ?? ""),
    };

    public TableEntity ToEntity(Credential credential)
    {
        var (partition, row) = (ToPartition(credential.Name.Api), credential.Name.PublicId);
        var secrets = credential.Secrets.Select(secret => ToStored(NameOf(partition, row), secret));
        var entity = new TableEntity(partition, row)
        {
            [OrganizationColumn] = credential.Organization.Value,
            [nameof(credential.Scopes)] = credential.Scopes.ToString(),
            [nameof(credential.Roles)] = string.Join(' ', credential.Roles),
            [nameof(credential.Merchant)] = JsonSerializer.Serialize(credential.Merchant),
            [nameof(credential.CreatedAt)] = credential.CreatedAt,
            [nameof(credential.IsLocal)] = credential.IsLocal,
            [Secrets] = JsonSerializer.Serialize(secrets),
        };
        if (credential.RevokedAt is { } revoked) entity[nameof(credential.RevokedAt)] = revoked;
        return entity;
    }

    public Credential ToCredential(Api api, TableEntity row) => new(
        new CredentialName(api, row.RowKey),
        OrganizationId.From(row.GetString(OrganizationColumn)!),
        [
            .. JsonSerializer.Deserialize<ImmutableArray<StoredSecret>>(row.GetString(Secrets)!)
                .Select(stored => ToSecret(NameOf(row), stored)),
        ],
        Enum.Parse<Scopes>(row.GetString(nameof(Credential.Scopes))!),
        row.GetDateTimeOffset(nameof(Credential.CreatedAt))!.Value)
    {
        Roles = [.. row.GetString(nameof(Credential.Roles))!.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        Merchant = JsonSerializer.Deserialize<Merchant>(row.GetString(nameof(Credential.Merchant))!)!,
        IsLocal = row.GetBoolean(nameof(Credential.IsLocal)) is true,
        RevokedAt = row.GetDateTimeOffset(nameof(Credential.RevokedAt)),
        Version = row.ETag.ToString(),
    };

    public TableEntity ToEntity(SigningKey key)
    {
        var entity = new TableEntity(SigningKeys, key.Id)
        {
            [PrivateKey] = cipher.Encrypt(NameOf(SigningKeys, key.Id), key.Pkcs8.Span),
            [nameof(key.CreatedAt)] = key.CreatedAt,
            [nameof(key.IsLocal)] = key.IsLocal,
        };
        if (key.RetiredAt is { } retired) entity[nameof(key.RetiredAt)] = retired;
        return entity;
    }

    public SigningKey ToSigningKey(TableEntity row) => new(
        cipher.Decrypt(NameOf(row), row.GetString(PrivateKey)!),
        row.GetDateTimeOffset(nameof(SigningKey.CreatedAt))!.Value,
        row.GetDateTimeOffset(nameof(SigningKey.RetiredAt)))
    {
        Id = row.RowKey,
        IsLocal = row.GetBoolean(nameof(SigningKey.IsLocal)) is true,
        Version = row.ETag.ToString(),
    };

    private StoredSecret ToStored(string rowName, CredentialSecret secret) => secret.Value switch
    {
        SecretValue.Hashed hashed => new StoredSecret(
            secret.Id, hashed.Salt.ToArray(), hashed.Hash.ToArray(), null, secret.CreatedAt, secret.EndsAt),
        SecretValue.Readable readable => new StoredSecret(
            secret.Id,
            null,
            null,
            cipher.Encrypt(rowName, Encoding.UTF8.GetBytes(readable.Text)),
            secret.CreatedAt,
            secret.EndsAt),
        _ => throw new ArgumentException($"No such form of a secret: {secret.Value.GetType()}.", nameof(secret)),
    };

    private CredentialSecret ToSecret(string rowName, StoredSecret stored) => new(
        stored.Id,
        stored.Encrypted is { } encrypted
            ? new SecretValue.Readable(Encoding.UTF8.GetString(cipher.Decrypt(rowName, encrypted)))
            : new SecretValue.Hashed(stored.Salt, stored.Hash),
        stored.CreatedAt,
        stored.EndsAt);

    private static string NameOf(TableEntity row) => NameOf(row.PartitionKey, row.RowKey);

    private static string NameOf(string partition, string row) => $"{partition}/{row}";

    /// <summary>A hash with its salt, or a ciphertext.</summary>
    private sealed record StoredSecret(
        string Id,
        byte[]? Salt,
        byte[]? Hash,
        string? Encrypted,
        DateTimeOffset CreatedAt,
        DateTimeOffset? EndsAt);
}
