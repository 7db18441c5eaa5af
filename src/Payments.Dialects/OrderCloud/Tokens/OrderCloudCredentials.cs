using System.Collections.Frozen;
using System.Collections.Immutable;
using Payments.Ledger.Identity;

namespace Payments.Dialects.OrderCloud.Tokens;

/// <summary>A client that may ask for tokens with its secret.</summary>
/// <param name="Organization">Whose orders its tokens reach.</param>
/// <param name="Secret">The client secret.</param>
/// <param name="Roles">The roles that its tokens may carry, such as <c>OrderAdmin</c>.</param>
public sealed record OrderCloudClient(OrganizationId Organization, string Secret, ImmutableArray<string> Roles);

/// <summary>The API clients of the OrderCloud dialect, and the key that their tokens are signed with.</summary>
/// <param name="Clients">By client id.</param>
/// <param name="Key">Signs the tokens.</param>
public sealed record OrderCloudCredentials(
    FrozenDictionary<string, OrderCloudClient> Clients, TokenKey Key);
