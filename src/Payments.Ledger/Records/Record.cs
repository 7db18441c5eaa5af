namespace Payments.Ledger;

/// <summary>
/// One thing that a ledger holds beside its head: stored under a key of its own, read by that key, and journalled
/// whenever it changes.
/// </summary>
public abstract record Record
{
    /// <summary>Its name within the ledger.</summary>
    public abstract RecordKey RecordKey { get; }
}
