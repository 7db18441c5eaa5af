namespace Payments.Ledger.Records;

/// <summary>
/// One thing that a ledger holds beside its head: stored under a key of its own, read by that key, and journalled
/// whenever it changes.
/// </summary>
public abstract record Record
{
    /// <summary>Its name within the ledger.</summary>
    public abstract RecordKey RecordKey { get; }

    /// <summary>
    /// Status and amount as a person sees them in the stored rows; null for what has none. Nothing reads them back.
    /// </summary>
    public virtual (string? Status, string? Amount) Summary => (null, null);

    /// <summary>Whether the processor's word on it is still to come, money held meanwhile.</summary>
    public virtual bool IsOpen => false;
}
