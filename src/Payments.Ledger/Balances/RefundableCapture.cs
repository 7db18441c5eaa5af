using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Balances;

/// <summary>What a refund may take from one capture.</summary>
/// <param name="Amount">The most that it may take; above zero.</param>
public sealed record RefundableCapture(Id<Capture> Capture, Money Amount, DateTimeOffset CapturedAt);

/// <summary>What a refund takes from one capture.</summary>
/// <param name="Amount">Above zero.</param>
/// <param name="Refundable">What the refund could have taken from it.</param>
/// <param name="Reason">Why this capture was chosen.</param>
public sealed record AllocationShare(Id<Capture> Capture, Money Amount, Money Refundable, AllocationReason Reason);
