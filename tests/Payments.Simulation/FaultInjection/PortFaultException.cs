namespace Payments.Simulation.FaultInjection;

/// <summary>Thrown by a port if storage or the broker can't be reached.</summary>
public sealed class PortFaultException(string message) : Exception(message);
