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
    /// The list over the whole organization that it stands in (the prefix of its ids), and its id; null for what is
    /// listed with its order alone.
    /// </summary>
    public virtual (string Kind, string Id)? Listed => null;

    /// <summary>Whether the processor's word on it is still to come, money held meanwhile.</summary>
    public virtual bool IsOpen => false;
}
