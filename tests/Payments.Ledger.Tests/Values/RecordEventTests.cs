using Payments.Ledger.Decisions;
using Payments.Ledger.Events;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Tests.Values;

/// <summary>Which changes of records are events.</summary>
public sealed class RecordEventTests
{
    private static readonly Decline Declined = new(DeclineReason.Unspecified, "05", "Do not honor");

    private static readonly Authorization Authorization =
        Given.Authorize(1, 100).CreateAuthorization(Given.Cents(100), "auth-1");

    private static readonly Capture Pending = Given.TakeCapture(2, 100).CreateCapture(Authorization, Given.Cents(100));

    private static readonly Refund Requested = Given.RequestRefund(3, 60).CreateRefund(
        Given.Number,
        new AuthorizationName(Authorization.Id, Authorization.Key),
        new RefundScope.AllCaptures(),
        Given.Cents(60));

    [Fact]
    public void Every_status_has_a_decision()
    {
        foreach (var status in Enum.GetValues<AuthorizationStatus>()) RecordEvents.ToKind(status);
        foreach (var status in Enum.GetValues<CaptureStatus>()) RecordEvents.ToKind(status);
        foreach (var status in Enum.GetValues<RefundStatus>()) RecordEvents.ToKind(status);
        foreach (var status in Enum.GetValues<CreditStatus>()) RecordEvents.ToKind(status);
    }

    [Fact]
    public void A_status_that_nobody_decided_on_is_a_defect() =>
        Assert.Throws<InvalidOperationException>(() => RecordEvents.ToKind((RefundStatus)99));

    [Fact]
    public void An_authorization_s_life_is_told()
    {
        Assert.Equal(EventKind.AuthorizationAuthorized, RecordEvents.Find(null, Authorization));
        Assert.Equal(
            EventKind.AuthorizationReversed,
            RecordEvents.Find(Authorization, Authorization with { Status = AuthorizationStatus.Reversed }));
        Assert.Equal(
            EventKind.AuthorizationAuthorized,
            RecordEvents.Find(Authorization with { Status = AuthorizationStatus.Reversed }, Authorization));
        var released = Authorization with { Released = Given.Cents(30) };
        Assert.Equal(EventKind.AuthorizationReleased, RecordEvents.Find(Authorization, released));
        Assert.Equal(EventKind.AuthorizationUpdated, RecordEvents.Find(released, Authorization));
        Assert.Null(RecordEvents.Find(released, released with { ReleaseAsked = Given.Cents(30) }));
        Assert.Equal(EventKind.AuthorizationDeleted, RecordEvents.Find(Authorization, null));
    }

    [Fact]
    public void A_capture_is_told_once_its_outcome_is_known()
    {
        var succeeded = Pending with { Outcome = new CaptureOutcome.Succeeded("cap-1") };

        Assert.Null(RecordEvents.Find(null, Pending));
        Assert.Equal(EventKind.CaptureSucceeded, RecordEvents.Find(Pending, succeeded));
        Assert.Equal(EventKind.CaptureSucceeded, RecordEvents.Find(null, succeeded));
        Assert.Equal(
            EventKind.CaptureFailed,
            RecordEvents.Find(Pending, Pending with { Outcome = new CaptureOutcome.Declined(Declined) }));
        Assert.Null(RecordEvents.Find(succeeded, succeeded with { Processor = ProcessorName.Sandbox }));
        Assert.Equal(EventKind.CaptureDeleted, RecordEvents.Find(succeeded, null));
    }

    [Fact]
    public void A_capture_s_dispute_and_its_end_and_a_later_void_are_told()
    {
        var captured = Pending with { Outcome = new CaptureOutcome.Succeeded("cap-1") };
        var disputed = With(DisputeStatus.Open);

        Assert.Equal(EventKind.CaptureDisputed, RecordEvents.Find(captured, disputed));
        Assert.Equal(EventKind.CaptureDisputeWon, RecordEvents.Find(disputed, With(DisputeStatus.Won)));
        Assert.Equal(EventKind.CaptureDisputeLost, RecordEvents.Find(disputed, With(DisputeStatus.Lost)));
        Assert.Equal(EventKind.CaptureDisputed, RecordEvents.Find(With(DisputeStatus.Won), disputed));
        Assert.Equal(
            EventKind.CaptureDisputeLost, RecordEvents.Find(disputed, With(DisputeStatus.Won, DisputeStatus.Lost)));
        Assert.Null(RecordEvents.Find(disputed, With(DisputeStatus.Open)));
        Assert.Equal(EventKind.CaptureDisputed, RecordEvents.Find(disputed, captured));
        var voided = captured with { Outcome = new CaptureOutcome.Voided("cap-1", Given.Start) };
        Assert.Equal(EventKind.CaptureVoided, RecordEvents.Find(captured, voided));
        Assert.Equal(EventKind.CaptureSucceeded, RecordEvents.Find(voided, captured));

        Capture With(params DisputeStatus[] statuses) => captured with
        {
            Disputes = [.. statuses.Select((status, n) => new Dispute($"dp-{n}", Given.Cents(100), status))],
        };
    }

    [Fact]
    public void A_refund_is_told_when_it_is_requested_and_when_it_ends_and_not_of_the_steps_between()
    {
        var allocated = Requested with { Allocations = [Part(60, AllocationOutcome.Pending.Instance)] };
        var paid = Requested with
        {
            Allocations = [Part(60, new AllocationOutcome.Succeeded("r-1", Given.Start))],
            Status = RefundStatus.Succeeded,
        };

        Assert.Equal(EventKind.RefundRequested, RecordEvents.Find(null, Requested));
        Assert.Null(RecordEvents.Find(Requested, allocated));
        Assert.Equal(EventKind.RefundSucceeded, RecordEvents.Find(allocated, paid));
        Assert.Equal(
            EventKind.RefundFailed, RecordEvents.Find(allocated, Requested with { Status = RefundStatus.Failed }));
        Assert.Equal(
            EventKind.RefundCanceled, RecordEvents.Find(Requested, Requested with { Status = RefundStatus.Canceled }));
        Assert.Equal(EventKind.RefundSucceeded, RecordEvents.Find(null, paid));
        Assert.Equal(EventKind.RefundDeleted, RecordEvents.Find(paid, null));
    }

    [Fact]
    public void Money_that_comes_back_after_a_refund_was_paid_is_a_reversal_whatever_becomes_of_the_refund()
    {
        var paid = Requested with
        {
            Allocations =
            [
                Part(40, new AllocationOutcome.Succeeded("r-1", Given.Start)),
                Part(20, new AllocationOutcome.Succeeded("r-2", Given.Start), 2),
            ],
            Status = RefundStatus.Succeeded,
        };
        var less = paid.Allocations.SetItem(1, Part(20, new AllocationOutcome.Declined(Declined, Given.Start), 2));

        foreach (var status in Enum.GetValues<RefundStatus>())
        {
            Assert.Equal(
                EventKind.RefundReversed,
                RecordEvents.Find(paid, paid with { Allocations = less, Status = status }));
        }
    }

    [Fact]
    public void The_changes_of_a_decision_know_which_events_they_are()
    {
        var head = Given.Order(100);
        var captured = Pending with { Outcome = new CaptureOutcome.Succeeded("cap-1") };

        var changes = LedgerChanges.Create(
            head,
            Given.Start,
            (ChangeType.Insert, Pending),
            (ChangeType.Update, captured),
            (ChangeType.Delete, captured))
            .WithEvents(ImmutableDictionary<RecordKey, Record>.Empty);

        Assert.Equal(
            [null, EventKind.CaptureSucceeded, EventKind.CaptureDeleted],
            changes.Entries.Select(entry => entry.Event));
    }

    [Fact]
    public void An_id_says_when_where_and_which_and_sorts_by_time()
    {
        var id = new LedgerEventId(Given.Start, Given.Ledger, 300);

        Assert.True(LedgerEventId.TryParse(id.ToString(), out var parsed));
        Assert.Equal(id, parsed);
        var later = new LedgerEventId(Given.Start.AddTicks(1), Given.Ledger, 0);
        Assert.True(id < later);
        Assert.True(string.CompareOrdinal(id.ToString(), later.ToString()) < 0);
        Assert.False(LedgerEventId.TryParse($"{id}0", out _));
        Assert.False(LedgerEventId.TryParse(id.ToString().ToUpperInvariant(), out _));
        Assert.False(LedgerEventId.TryParse($"evt-{new string('f', 48)}", out _));
        Assert.False(LedgerEventId.TryParse("", out _));
    }

    private static Allocation Part(long amount, AllocationOutcome outcome, int number = 1) =>
        new(number, Pending.Id, Given.Cents(amount), outcome);
}
