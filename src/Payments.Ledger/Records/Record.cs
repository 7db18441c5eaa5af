namespace Payments.Ledger.Records;

/// <summary>
/// An entity of a ledger beside its head: stored under its own key, and journaled whenever it changes.
/// </summary>
public abstract record Record
{
    /// <summary>Its key within the ledger.</summary>
    public abstract RecordKey RecordKey { get; }

    /// <summary>
    /// Status and amount for people who look at the stored rows; null if it has neither. Never read back.
    /// </summary>
    public virtual (string? Status, string? Amount) Summary => (null, null);

    /// <summary>Whether the processor's outcome is still to come, with money reserved meanwhile.</summary>
    public virtual bool IsOpen => false;
}
