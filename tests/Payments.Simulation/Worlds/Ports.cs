using Payments.Handlers.Ports;

namespace Payments.Simulation.Worlds;

/// <summary>The ports that a canary may put itself in front of.</summary>
internal sealed record Ports(ILedgerStore Ledgers, IWorkQueue Queue, IPaymentProcessor Processor);
