namespace Payments.Simulation.FaultInjection;

/// <summary>What a port throws when storage or the broker is out of reach.</summary>
public sealed class PortFaultException(string message) : Exception(message);
