using System.Collections.Frozen;
using System.Collections.Immutable;
using Payments.Ledger.Identity;

namespace Payments.Dialects.OrderCloud.Tokens;

/// <summary>A client that may request tokens with its secret.</summary>
/// <param name="Organization">The organization whose orders its tokens give access to.</param>
/// <param name="Secret">The client secret.</param>
/// <param name="Roles">The roles that its tokens may grant, such as <c>OrderAdmin</c>.</param>
public sealed record OrderCloudClient(OrganizationId Organization, string Secret, ImmutableArray<string> Roles);

/// <summary>The API clients of the OrderCloud dialect, and the key that their tokens are signed with.</summary>
/// <param name="Clients">The clients by client id.</param>
/// <param name="Key">Signs the tokens.</param>
public sealed record OrderCloudCredentials(
    FrozenDictionary<string, OrderCloudClient> Clients, TokenKey Key);
