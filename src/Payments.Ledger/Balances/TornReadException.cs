namespace Payments.Ledger.Balances;

/// <summary>
/// A ledger's head and its records were read at different moments and contradict each other. Reading again helps; where
/// the same state contradicts itself a second time, it is a fault.
/// </summary>
public sealed class TornReadException(string message) : Exception(message);
