using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Refunds;

namespace Payments.Ledger.Tests.Decisions;

public sealed class UnknownOutcomeTests
{
    [Fact]
    public void A_record_is_registered_once_until_it_is_concluded()
    {
        var head = Given.Order(10_000).Authorized(1, 100).Captured(2, 1, 100);
        head = RefundDecisions.Decide(head, Given.RequestRefund(3, 60)).ShouldBeAccepted(out var refund);
        var key = RecordKey.For(refund.Id);

        head = UnknownOutcomeDecisions.Register(head, key, Given.Start).ShouldBeAccepted(out _);
        Assert.IsType<Decision<RecordKey>.Unchanged>(UnknownOutcomeDecisions.Register(head, key, Given.Start));
        (refund, var changes) = RefundProgress.Advance(head, refund, Given.NoOutcomes, Given.Start)!.Value;
        Assert.Equal(key, Assert.Single(changes.Head.UnknownOutcomes));

        var yes = new Dictionary<int, ProcessorOutcome> { [1] = Given.Done };
        (refund, changes) = RefundProgress.Advance(changes.Head, refund, yes, Given.Start)!.Value;
        Assert.Equal(RefundStatus.Succeeded, refund.Status);
        Assert.Empty(changes.Head.UnknownOutcomes);
    }

    [Fact]
    public void A_record_whose_state_does_not_show_its_conclusion_is_removed_explicitly()
    {
        var key = RecordKey.For(Given.Id<Authorization>(1));
        var head = UnknownOutcomeDecisions.Register(Given.Order(100), key, Given.Start).ShouldBeAccepted(out _);

        head = UnknownOutcomeDecisions.Resolve(head, key, Given.Start).ShouldBeAccepted(out _);

        Assert.Empty(head.UnknownOutcomes);
        Assert.IsType<Decision<RecordKey>.Unchanged>(UnknownOutcomeDecisions.Resolve(head, key, Given.Start));
    }

    [Fact]
    public void A_full_register_accepts_no_further_record()
    {
        var head = Given.Order(100) with
        {
            UnknownOutcomes = [.. Enumerable.Range(1, LedgerHead.MaxUnknownOutcomes).Select(Key)],
        };

        var rejected = UnknownOutcomeDecisions.Register(head, Key(LedgerHead.MaxUnknownOutcomes + 1), Given.Start);

        Assert.Equal(
            RejectionReason.LimitReached, Assert.IsType<Decision<RecordKey>.Rejected>(rejected).Rejection.Reason);
    }

    [Fact]
    public void A_key_names_only_a_resource_of_its_own_kind()
    {
        var id = Given.Id<Refund>(7);

        Assert.Equal(id, RecordKey.For(id).ParseId<Refund>(id.Ledger));
        Assert.Null(RecordKey.For(id).ParseId<Capture>(id.Ledger));
        Assert.Null(RecordKey.For(PaymentId.From("a-b")).ParseId<Refund>(id.Ledger));
    }

    private static RecordKey Key(int n) => RecordKey.For(Given.Id<Refund>(n));
}
