using System.Collections.Frozen;
using Payments.Ledger;

namespace Payments.Dialects.Flow;

/// <summary>The API tokens that callers of the Flow dialect have, each with its organization.</summary>
/// <param name="Organizations">By token.</param>
public sealed record FlowCredentials(FrozenDictionary<string, OrganizationId> Organizations);
