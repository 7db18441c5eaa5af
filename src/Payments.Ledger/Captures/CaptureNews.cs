using System.Collections.Immutable;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using Payments.Ledger.Balances;

namespace Payments.Ledger.Captures;

/// <summary>
/// Brings a capture in line with what the processor says of it now: its disputes, and whether it was voided. Neither
/// asks for what refunds have reserved: it happens there, and the ledger follows.
/// </summary>
public static class CaptureNews
{
    /// <summary>
    /// The capture after the news, and the change; null if nothing changes, or the capture has never succeeded.
    /// </summary>
    public static (Capture Capture, LedgerChanges Changes)? Apply(
        LedgerHead head, Capture capture, CaptureStanding standing, DateTimeOffset at)
    {
        if (capture.ProcessorReference is not { } reference) return null;
        var changed = capture with
        {
            Outcome = (capture.Outcome, standing.Voided) switch
            {
                (CaptureOutcome.Succeeded, true) => new CaptureOutcome.Voided(reference, at),
                (CaptureOutcome.Voided, false) => new CaptureOutcome.Succeeded(reference),
                _ => capture.Outcome,
            },
            Disputes = Same(capture.Disputes, standing.Disputes) ? capture.Disputes : standing.Disputes,
        };
        if (changed == capture) return null;

        var balance = head.GetRequired(capture.Id) with
        {
            Disputed = SumDisputed(capture.Amount, standing.Disputes),
            Voided = standing.Voided,
        };
        var after = head.With(balance);
        var authorization = after.GetRequired(capture.Authorization);
        var voided = after.Captures
            .Where(other => other.Authorization == capture.Authorization && other.Voided)
            .Sum(head.Currency, other => other.Amount);
        after = after.With(authorization with { Voided = voided.IsZero ? null : voided });
        return (changed, LedgerChanges.Create(after, at, (ChangeType.Update, changed)));
    }

    private static bool Same(ImmutableArray<Dispute>? known, ImmutableArray<Dispute> told) =>
        known is { } stored ? stored.SequenceEqual(told) : told.IsEmpty;

    /// <summary>
    /// What is in open and lost disputes, at most the capture; null for nothing. A dispute in another currency is of
    /// the whole capture, for all that is known.
    /// </summary>
    private static Money? SumDisputed(Money captured, ImmutableArray<Dispute> disputes)
    {
        var sum = disputes
            .Where(dispute => dispute.Status != DisputeStatus.Won)
            .Sum(
                captured.Currency,
                dispute => dispute.Amount.Currency == captured.Currency ? dispute.Amount : captured);
        return sum.IsZero ? null : Money.Min(sum, captured);
    }
}
