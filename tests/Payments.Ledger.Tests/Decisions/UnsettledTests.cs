namespace Payments.Ledger.Tests.Decisions;

public sealed class UnsettledTests
{
    [Fact]
    public void A_record_is_named_once_until_it_comes_to_its_end()
    {
        var head = Given.Order(10_000).Authorized(1, 100).Captured(2, 1, 100);
        head = RefundDecisions.Decide(head, Given.RequestRefund(3, 60)).ShouldBeAccepted(out var refund);
        var key = RecordKey.Of(refund.Id);

        head = UnsettledDecisions.Note(head, key, Given.Start).ShouldBeAccepted(out _);
        Assert.IsType<Decision<RecordKey>.Unchanged>(UnsettledDecisions.Note(head, key, Given.Start));
        (refund, var changes) = RefundProgress.Advance(head, refund, Given.NoVerdicts, Given.Start)!.Value;
        Assert.Equal(key, Assert.Single(changes.Head.Unsettled));

        var yes = new Dictionary<int, ProcessorVerdict> { [1] = Given.Done };
        (refund, changes) = RefundProgress.Advance(changes.Head, refund, yes, Given.Start)!.Value;
        Assert.Equal(RefundStatus.Succeeded, refund.Status);
        Assert.Empty(changes.Head.Unsettled);
    }

    [Fact]
    public void One_whose_end_is_no_state_of_its_own_is_taken_off()
    {
        var key = RecordKey.Of(Given.Id<Authorization>(1));
        var head = UnsettledDecisions.Note(Given.Order(100), key, Given.Start).ShouldBeAccepted(out _);

        head = UnsettledDecisions.Settle(head, key, Given.Start).ShouldBeAccepted(out _);

        Assert.Empty(head.Unsettled);
        Assert.IsType<Decision<RecordKey>.Unchanged>(UnsettledDecisions.Settle(head, key, Given.Start));
    }

    [Fact]
    public void A_full_list_takes_no_more()
    {
        var head = Given.Order(100) with
        {
            Unsettled = [.. Enumerable.Range(1, LedgerHead.MaximumUnsettled).Select(Key)],
        };

        var refused = UnsettledDecisions.Note(head, Key(LedgerHead.MaximumUnsettled + 1), Given.Start);

        Assert.Equal(
            RefusalReason.LimitReached, Assert.IsType<Decision<RecordKey>.Refused>(refused).Refusal.Reason);
    }

    [Fact]
    public void A_key_names_the_resource_of_its_own_kind_alone()
    {
        var id = Given.Id<Refund>(7);

        Assert.Equal(id, RecordKey.Of(id).IdIn<Refund>(id.Ledger));
        Assert.Null(RecordKey.Of(id).IdIn<Capture>(id.Ledger));
        Assert.Null(RecordKey.Of(PaymentId.From("a-b")).IdIn<Refund>(id.Ledger));
    }

    private static RecordKey Key(int n) => RecordKey.Of(Given.Id<Refund>(n));
}
