namespace Payments.Ledger.Balances;

/// <summary>
/// A change would make a ledger that does not add up, so it is not stored. Either it is based on a torn read, or there
/// is a bug.
/// </summary>
public sealed class BrokenInvariantException(string message) : Exception(message);
