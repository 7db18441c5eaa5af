using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>An authorization, as other resources refer to it.</summary>
public sealed record AuthorizationName(Id<Authorization> Id, Key Key);
