namespace Payments.Ledger.Balances;

/// <summary>
/// A change would make a ledger that does not add up. It is not stored: either what it was made from was not one
/// moment's state, or something here is wrong.
/// </summary>
public sealed class BrokenInvariantException(string message) : Exception(message);
