namespace Payments.Ledger;

/// <summary>What a refund may take from one capture.</summary>
/// <param name="Capture">The capture.</param>
/// <param name="Amount">At most this much; more than nothing.</param>
/// <param name="CapturedAt">UTC.</param>
public sealed record CaptureRoom(Id<Capture> Capture, Money Amount, DateTimeOffset CapturedAt);

/// <summary>What a refund does take from one capture.</summary>
/// <param name="Capture">The capture.</param>
/// <param name="Amount">More than nothing.</param>
/// <param name="Room">What the refund might have taken from it.</param>
/// <param name="Reason">Why from this one.</param>
public sealed record CaptureShare(Id<Capture> Capture, Money Amount, Money Room, PlacementReason Reason);
