using System.Collections.Immutable;
using Payments.Ledger;

namespace Payments.Handlers;

/// <summary>An authorization as another resource names it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">Its key.</param>
public sealed record AuthorizationName(Id<Authorization> Id, Key Key);

/// <summary>A refund with what it is shown with.</summary>
/// <param name="Refund">The refund.</param>
/// <param name="Authorization">That of its scope, else of its first capture, else the ledger's first.</param>
/// <param name="Captures">The captures that its allocations name.</param>
public sealed record RefundView(
    Refund Refund, AuthorizationName Authorization, ImmutableDictionary<Id<Capture>, Capture> Captures);
