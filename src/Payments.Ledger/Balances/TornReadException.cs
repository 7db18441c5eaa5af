namespace Payments.Ledger.Balances;

/// <summary>
/// A ledger's head and records were read at different moments and contradict each other. Reading again helps; if the
/// same state contradicts itself a second time, it is a bug.
/// </summary>
public sealed class TornReadException(string message) : Exception(message);
