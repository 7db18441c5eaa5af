using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>An authorization as another resource names it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">Its key.</param>
public sealed record AuthorizationName(Id<Authorization> Id, Key Key);
