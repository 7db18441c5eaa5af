using System.Collections.Immutable;
using Payments.Ledger.Currencies;

namespace Payments.Ledger.Records;

/// <summary>The state of a dispute: a cardholder's claim, through the card's bank, to a capture's money.</summary>
public enum DisputeStatus
{
    /// <summary>Not decided yet. The bank has taken the money, or may at any time.</summary>
    Open,

    /// <summary>Decided for the merchant, who keeps the money.</summary>
    Won,

    /// <summary>Decided for the cardholder, who keeps the money.</summary>
    Lost,
}

/// <summary>A dispute of a capture.</summary>
/// <param name="Reference">The processor's reference for it.</param>
/// <param name="Amount">How much of the capture is disputed.</param>
public sealed record Dispute(string Reference, Money Amount, DisputeStatus Status);

/// <summary>What became of a capture at the processor, apart from the refunds that this service had executed.</summary>
/// <param name="Voided">Whether it was voided there: the money never moved, or was returned.</param>
/// <param name="Disputes">All its disputes, decided ones too.</param>
public sealed record CaptureStanding(bool Voided, ImmutableArray<Dispute> Disputes);
