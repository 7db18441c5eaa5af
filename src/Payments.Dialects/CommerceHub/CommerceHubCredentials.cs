using System.Collections.Frozen;
using Payments.Ledger.Identity;

namespace Payments.Dialects.CommerceHub;

/// <summary>The settings of an API key.</summary>
/// <param name="Organization">The organization that the key's credits belong to.</param>
/// <param name="Secret">The secret that requests are signed with.</param>
/// <param name="Merchant">The merchant as shown on receipts.</param>
public sealed record CommerceHubKey(OrganizationId Organization, string Secret, Merchant Merchant);

/// <summary>A merchant as shown on receipts; null values are left out. The country is a two-letter code.</summary>
public sealed record Merchant(
    string? Name = null,
    string? Address = null,
    string? City = null,
    string? StateOrProvince = null,
    string? PostalCode = null,
    string? Country = null,
    string? Url = null);

/// <summary>The API keys of the Commerce Hub dialect.</summary>
/// <param name="Keys">The settings by API key.</param>
public sealed record CommerceHubCredentials(FrozenDictionary<string, CommerceHubKey> Keys);
