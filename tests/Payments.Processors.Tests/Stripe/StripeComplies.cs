using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Processors.Stripe;
using Payments.Processors.Tests.Compliance;
using Payments.ScriptedProcessors;
using Payments.ScriptedProcessors.Stripe;

namespace Payments.Processors.Tests.Stripe;

public sealed class StripeComplies : ProcessorCompliance
{
    private StripeBench? _bench;

    protected override IPaymentProcessor Processor => _bench!.Processor;

    protected override string GoodToken => StripeCards.Good;

    protected override string DecliningToken => StripeCards.Declined;

    protected override string HoldingToken => StripeCards.RefundPending;

    protected override (string Refund, string Capture) Missing => ("re_missing", "pi_missing/0123456789abcdef");

    protected override IProcessorStatement Statement => _bench!.Statement;

    public override async ValueTask InitializeAsync() =>
        _bench = await StripeBench.StartAsync(Time, ScriptedStripe.SecretKey, Demo, Other);

    public override async ValueTask DisposeAsync()
    {
        await _bench!.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>The first request, and its repetition by Stripe's client.</summary>
    protected override Money LoseRefund(Loss loss)
    {
        var fate = loss == Loss.AfterMoney ? Fate.CutAfter : Fate.CutBefore;
        _bench!.Server.Script(Enumerable.Repeat(fate, 1 + StripeAccounts.MaxRetries));
        return Of("40.00");
    }

    protected override Task EndRefundAsync(string reference, bool hasSucceeded)
    {
        var refund = _bench!.Server.Refunds.Single(made => made.Id == reference);
        _bench.Server.EndRefund(refund, hasSucceeded ? null : "lost_or_stolen_card");
        return Task.CompletedTask;
    }

    protected override Task<(Money Captured, Money Refunded)> ReadBooksAsync(Currency currency)
    {
        var code = currency.Code.ToLowerInvariant();
        var books = _bench!.Server;
        return Task.FromResult((
            new Money(books.Captured(code), currency),
            new Money(books.Refunded(code), currency)));
    }
}
