namespace Payments.Ledger.Tests.Refunds;

public sealed class RefundStories
{
    private const int Stories = 1_000;

    [Fact]
    public void The_balances_add_up_whatever_happens() =>
        Check(StoryKind.Anything, _ => { });

    [Fact]
    public void The_balances_add_up_whatever_the_processor_says_later() =>
        Check(StoryKind.LateNews, _ => { });

    [Fact]
    public void An_accepted_refund_finds_captures_as_time_passes() =>
        Check(StoryKind.NothingDeclined, Books.PromisesMustBeKept);

    [Fact]
    public void An_accepted_refund_finds_captures_whichever_others_decline() =>
        Check(StoryKind.NothingTooOld, Books.PromisesMustBeKept);

    [Fact]
    public void Every_refund_is_concluded_as_long_as_the_processor_responds() =>
        Prop.ForAll(Generators.Stories(StoryKind.Anything), story =>
        {
            var ledger = Told(story, _ => { });
            // Each capture declines a refund at most once; each round answers all allocations of every refund.
            for (var round = 0; round < ledger.Head.Captures.Length + 2; round++)
            {
                foreach (var refund in ledger.Pending.ToList())
                {
                    ledger.Advance(refund, part => (part.Number + round) % 2 == 0 ? Given.Done : Given.Declined);
                    Books.MustBalance(ledger);
                }
            }

            Assert.Empty(ledger.Pending);
            Assert.True(ledger.Head.Reserved.IsZero);
            Assert.Null(ledger.Head.ReservedForCredit);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Stories));

    private static void Check(StoryKind kind, Action<SimulatedLedger> promise) =>
        Prop.ForAll(Generators.Stories(kind), story => { Told(story, promise); })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Stories));

    private static SimulatedLedger Told(Story story, Action<SimulatedLedger> promise)
    {
        var ledger = new SimulatedLedger(story.Currency);
        foreach (var command in story.Commands)
        {
            ledger.Happen(command);
            Books.MustBalance(ledger);
            promise(ledger);
        }

        return ledger;
    }
}
