using Payments.Handlers.Ports;

namespace Payments.Simulation.Worlds;

/// <summary>The ports that a canary can wrap.</summary>
internal sealed record Ports(
    ILedgerStore Ledgers, IWorkQueue Queue, IPaymentProcessor Processor, IOrganizations Organizations);
