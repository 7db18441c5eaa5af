using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Processors.CommerceHub;
using Payments.Processors.Tests.Compliance;
using Payments.ScriptedProcessors;
using Payments.ScriptedProcessors.CommerceHub;

namespace Payments.Processors.Tests.CommerceHub;

public sealed class CommerceHubComplies : ProcessorCompliance
{
    private HubBench? _bench;

    protected override IPaymentProcessor Processor => _bench!.Processor;

    protected override string GoodToken => ScriptedCommerceHub.GoodToken;

    protected override string DecliningToken => ScriptedCommerceHub.DeclinedToken;

    protected override string HoldingToken => ScriptedCommerceHub.WaitingToken;

    protected override (string Refund, string Capture) Missing =>
        ("ffffffffffffffffffffffffffffffff", "ffffffffffffffffffffffffffffffff");

    /// <summary>Its reference lists no operation that shows what moved.</summary>
    protected override IProcessorStatement? Statement => null;

    public override async ValueTask InitializeAsync() =>
        _bench = await HubBench.StartAsync(Time, ScriptedCommerceHub.Secret, Demo, Other);

    public override async ValueTask DisposeAsync()
    {
        await _bench!.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>The first request, and its repetitions by the client.</summary>
    protected override Money LoseRefund(Loss loss)
    {
        var fate = loss == Loss.AfterMoney ? Fate.CutAfter : Fate.CutBefore;
        _bench!.Server.Script(Enumerable.Repeat(fate, 1 + CommerceHubRegistration.MaxRetries));
        return Of("40.00");
    }

    protected override Task EndRefundAsync(string reference, bool hasSucceeded)
    {
        var refund = _bench!.Server.Transactions.Single(made => made.Id == reference);
        (refund.State, refund.ResponseCode) = hasSucceeded ? ("CAPTURED", "000") : ("DECLINED", "030");
        return Task.CompletedTask;
    }

    protected override Task<(Money Captured, Money Refunded)> ReadBooksAsync(Currency currency)
    {
        var books = _bench!.Server;
        return Task.FromResult((ToMoney(books.Captured(currency.Code)), ToMoney(books.Refunded(currency.Code))));

        Money ToMoney(decimal amount) =>
            Money.TryFromDecimal(amount, currency, out var money) ? money : throw new FormatException();
    }
}
