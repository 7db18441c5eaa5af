namespace Payments.Tables.Availability;

/// <summary>The list of storage accounts is not the one that their ledgers were spread over.</summary>
internal sealed class WrongAccountException(string message) : Exception(message);
