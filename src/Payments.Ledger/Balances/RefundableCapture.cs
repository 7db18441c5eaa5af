using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Balances;

/// <summary>What a refund may take from one capture.</summary>
/// <param name="Capture">The capture.</param>
/// <param name="Amount">At most this much; more than nothing.</param>
/// <param name="CapturedAt">UTC.</param>
public sealed record RefundableCapture(Id<Capture> Capture, Money Amount, DateTimeOffset CapturedAt);

/// <summary>What a refund does take from one capture.</summary>
/// <param name="Capture">The capture.</param>
/// <param name="Amount">More than nothing.</param>
/// <param name="Refundable">What the refund might have taken from it.</param>
/// <param name="Reason">Why from this one.</param>
public sealed record AllocationShare(Id<Capture> Capture, Money Amount, Money Refundable, AllocationReason Reason);
