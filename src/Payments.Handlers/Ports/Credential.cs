using System.Collections.Immutable;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Ports;

/// <summary>The APIs whose callers have credentials of their own.</summary>
public enum Api
{
    /// <summary>A token, <c>{public id}-{secret}</c>.</summary>
    Flow,

    /// <summary>A client id with its client secret.</summary>
    OrderCloud,

    /// <summary>An API key with the secret that requests are signed with.</summary>
    CommerceHub,
}

/// <summary>What a credential may do.</summary>
[Flags]
public enum Scopes
{
    None = 0,

    /// <summary>Reading resources and lists.</summary>
    Read = 1,

    /// <summary>Orders, payments, authorizations and captures.</summary>
    Write = 2,

    /// <summary>Refunds.</summary>
    Refund = 4,

    /// <summary>Open credits: money sent to any card.</summary>
    Credit = 8,

    /// <summary>The organization's audit trail, <c>/ops/audit</c>.</summary>
    Ops = 16,

    /// <summary>Everything that an organization can do with its own resources: the default scopes.</summary>
    All = Read | Write | Refund | Credit,
}

/// <summary>How a caller names its credential.</summary>
/// <param name="Api">The API that it calls.</param>
/// <param name="PublicId">
/// A client id, an API key, or what is before a token's last hyphen: 1 to 100 letters, digits, hyphens and underscores.
/// </param>
public sealed record CredentialName(Api Api, string PublicId)
{
    /// <summary>Whether there can be a credential of this name: others need not be looked up.</summary>
    public bool IsValid => OrderCloudId.IsValid(PublicId);

    /// <summary>As journals and logs call it. Only a valid name has one.</summary>
    public CredentialId ToId() => CredentialId.From($"{Api.ToString().ToLowerInvariant()}/{PublicId}");
}

/// <summary>A credential of an organization.</summary>
/// <param name="Name">Unique across all organizations.</param>
/// <param name="Organization">The only organization whose resources it gives access to.</param>
/// <param name="Secrets">At most two are usable at once, while callers change from one to the other.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record Credential(
    CredentialName Name,
    OrganizationId Organization,
    ImmutableArray<CredentialSecret> Secrets,
    Scopes Scopes,
    DateTimeOffset CreatedAt)
{
    /// <summary>The roles that an OrderCloud client's tokens may grant, such as <c>OrderAdmin</c>.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>The merchant that receipts of a Commerce Hub key name.</summary>
    public Merchant Merchant { get; init; } = new();

    /// <summary>
    /// Whether it is of the settings of a local service, such as local.settings.sample.json, which everyone can read.
    /// </summary>
    public bool IsLocal { get; init; }

    /// <summary>When it was withdrawn; null while it is valid. UTC.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The entity's ETag, for replacing it.</summary>
    public string Version { get; init; } = "";

    /// <summary>The secrets that are valid at a moment; none if the credential was revoked.</summary>
    public IEnumerable<CredentialSecret> GetUsableSecrets(DateTimeOffset now) =>
        RevokedAt is not null ? [] : Secrets.Where(secret => secret.EndsAt is not { } end || now < end);
}

/// <summary>A merchant as shown on receipts; null values are left out. The country is a two-letter code.</summary>
public sealed record Merchant(
    string? Name = null,
    string? Address = null,
    string? City = null,
    string? StateOrProvince = null,
    string? PostalCode = null,
    string? Country = null,
    string? Url = null);
