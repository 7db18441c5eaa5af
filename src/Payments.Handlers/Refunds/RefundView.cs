using System.Collections.Immutable;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Refunds;

/// <summary>A refund with its captures.</summary>
/// <param name="Refund">The refund.</param>
/// <param name="Captures">The captures that its allocations name.</param>
public sealed record RefundView(Refund Refund, ImmutableDictionary<Id<Capture>, Capture> Captures);
