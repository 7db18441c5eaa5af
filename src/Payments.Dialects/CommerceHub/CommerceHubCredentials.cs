using System.Collections.Frozen;
using Payments.Ledger.Identity;

namespace Payments.Dialects.CommerceHub;

/// <summary>An API key's owner.</summary>
/// <param name="Organization">Whose credits it gives.</param>
/// <param name="Secret">The secret that requests are signed with.</param>
/// <param name="Merchant">What receipts name.</param>
public sealed record CommerceHubKey(OrganizationId Organization, string Secret, Merchant Merchant);

/// <summary>A merchant as receipts name it; what is not set is left out of them.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Street and number.</param>
/// <param name="City">City.</param>
/// <param name="StateOrProvince">State or province.</param>
/// <param name="PostalCode">Postal code.</param>
/// <param name="Country">Two letters.</param>
/// <param name="Url">Its site.</param>
public sealed record Merchant(
    string? Name = null,
    string? Address = null,
    string? City = null,
    string? StateOrProvince = null,
    string? PostalCode = null,
    string? Country = null,
    string? Url = null);

/// <summary>The API keys of the Commerce Hub dialect.</summary>
/// <param name="Keys">By API key.</param>
public sealed record CommerceHubCredentials(FrozenDictionary<string, CommerceHubKey> Keys);
