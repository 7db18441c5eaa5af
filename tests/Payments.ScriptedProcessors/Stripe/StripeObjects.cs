namespace Payments.ScriptedProcessors.Stripe;

/// <summary>A payment, with its one charge.</summary>
public sealed class ScriptedPayment
{
    public required string Id { get; init; }

    public string Charge => Id.Replace("pi_", "ch_", StringComparison.Ordinal);

    public required long Amount { get; init; }

    public required string Currency { get; init; }

    public required string Method { get; init; }

    public required string Status { get; set; }

    public required Dictionary<string, string> Metadata { get; init; }

    /// <summary>The charge's: a copy from when the payment was confirmed.</summary>
    public required IReadOnlyDictionary<string, string> ChargeMetadata { get; init; }

    public long Received { get; set; }

    /// <summary>How often it was captured.</summary>
    public int Captures { get; set; }

    public bool CanBeCapturedAgain => Method != StripeCards.CapturedOnce;

    public long Capturable => Status == "requires_capture" ? Amount - Received : 0;
}

/// <summary>A refund.</summary>
public sealed class ScriptedRefund
{
    public required string Id { get; init; }

    public required ScriptedPayment Payment { get; init; }

    public required long Amount { get; init; }

    public required string Status { get; set; }

    public string? FailureReason { get; set; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public bool IsStanding => Status is not ("failed" or "canceled");
}

/// <summary>A dispute of a payment's charge.</summary>
public sealed class ScriptedDispute
{
    public required string Id { get; init; }

    public required ScriptedPayment Payment { get; init; }

    public required long Amount { get; init; }

    public required string Status { get; set; }
}

/// <summary>A balance transaction: what Stripe booked on the account.</summary>
/// <param name="Source">A payment (for its charge), a refund or a dispute; null for fees, payouts and the like.</param>
/// <param name="Amount">Negative if money left the account.</param>
public sealed record ScriptedBalanceTransaction(
    string Id, string Type, object? Source, long Amount, string Currency, DateTimeOffset Created);

/// <summary>Payment methods, and what happens to payments with them. Any other one is missing.</summary>
public static class StripeCards
{
    public const string Good = "pm_card_visa";
    public const string CapturedOnce = "pm_card_captured_once";
    public const string Declined = "pm_card_chargeDeclinedInsufficientFunds";
    public const string Authenticated = "pm_card_authenticationRequired";
    public const string RefundPending = "pm_card_pendingRefund";
    public const string RefundFailed = "pm_card_refundFail";
}
