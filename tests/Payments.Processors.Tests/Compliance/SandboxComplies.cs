using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Processors.Sandbox;

namespace Payments.Processors.Tests.Compliance;

public sealed class SandboxComplies : ProcessorCompliance
{
    private readonly InMemorySandboxBooks _books = new();

    public SandboxComplies() => Processor = new SandboxProcessor(_books, Time);

    protected override IPaymentProcessor Processor { get; }

    protected override string GoodToken => "tok-any";

    protected override string DecliningToken => "tok-decline-insufficient_funds";

    protected override string HoldingToken => "tok-refund-pending";

    protected override (string Refund, string Capture) Missing =>
        ("sbx-00000000000000000000000000000000", "sbx-00000000000000000000000000000000");

    protected override Money LoseRefund(Loss loss) => Of(loss == Loss.AfterMoney ? "6001.00" : "6003.00");

    protected override IProcessorStatement Statement => new SandboxMovements(_books);

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    protected override Task EndRefundAsync(string reference, bool hasSucceeded) =>
        new SandboxNews(_books, Time).TellAsync(
            Demo, reference, hasSucceeded ? SandboxEvent.Approve : SandboxEvent.Decline, default);

    protected override async Task<(Money Captured, Money Refunded)> ReadBooksAsync(Currency currency)
    {
        var totals = (await SandboxStatement.ReadAsync(_books, Demo, default)).In(currency);
        return (totals.Captured, totals.Refunded);
    }
}
