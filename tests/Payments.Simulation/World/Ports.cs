using Payments.Handlers;

namespace Payments.Simulation;

/// <summary>The ports that a canary may put itself in front of.</summary>
internal sealed record Ports(ILedgerStore Ledgers, IWorkQueue Queue, IPaymentProcessor Processor);
