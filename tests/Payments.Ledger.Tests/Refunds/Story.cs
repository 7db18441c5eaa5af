using Payments.Ledger.Currencies;

namespace Payments.Ledger.Tests.Refunds;

/// <summary>A kind of event in a story.</summary>
internal enum Happening
{
    Authorize,
    BeginCapture,
    ConcludeCapture,
    RefundCapture,
    RefundAuthorization,
    RefundWhole,
    Allocate,
    Approve,
    Decline,
    Cancel,
    PayByCredit,
    WaitDays,
    WaitMonths,
    RecordTransaction,
    Accept,
    FailLater,
    SucceedLater,
    Dispute,
    Void,
    RefundTenders,
    ReplaceCredit,
    RemoveCredit,
}

/// <summary>One event; the numbers select the resources that it affects, whatever exists by then.</summary>
internal sealed record Command(Happening Action, int Pick, int Amount, int Choice)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Action} {Pick} {Amount} {Choice}";
}

/// <summary>A sequence of commands. Its kind determines which promises hold.</summary>
internal sealed record Story(StoryKind Kind, Currency Currency, ImmutableArray<Command> Commands)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind} in {Currency}: {string.Join("; ", Commands)}";
}

/// <summary>Which events a story consists of.</summary>
internal enum StoryKind
{
    /// <summary>
    /// Time passes, beyond the validity of authorizations and the 180 days of refunds; the processor never declines.
    /// </summary>
    NothingDeclined,

    /// <summary>The processor declines now and then; no capture gets too old.</summary>
    NothingTooOld,

    /// <summary>All events, except news of what had ended.</summary>
    Anything,

    /// <summary>All events: what the processor has said may turn out otherwise.</summary>
    LateNews,
}

internal static class StoryKinds
{
    private static readonly Happening[] News =
        [Happening.FailLater, Happening.SucceedLater, Happening.Dispute, Happening.Void];

    public static Happening[] Actions(this StoryKind kind) =>
    [
        .. Enum.GetValues<Happening>()
            .Where(action => kind switch
            {
                StoryKind.NothingDeclined => action is not (Happening.Decline or Happening.RecordTransaction),
                StoryKind.NothingTooOld => action is not Happening.WaitMonths,
                _ => true,
            })
            .Where(action => kind == StoryKind.LateNews || !News.Contains(action))
            .SelectMany(action => Enumerable.Repeat(action, Weight(action))),
    ];

    /// <summary>Captures and refunds are the most frequent.</summary>
    private static int Weight(Happening action) => action switch
    {
        Happening.Authorize or Happening.BeginCapture or Happening.ConcludeCapture => 4,
        Happening.RefundCapture or Happening.RefundAuthorization or Happening.RefundWhole => 3,
        Happening.RefundTenders => 3,
        Happening.PayByCredit or Happening.Allocate or Happening.WaitMonths or Happening.FailLater => 2,
        _ => 1,
    };
}
