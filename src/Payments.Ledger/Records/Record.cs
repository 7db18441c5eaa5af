namespace Payments.Ledger.Records;

/// <summary>
/// An entity of a ledger beside its head: stored under its own key, and journaled whenever it changes.
/// </summary>
public abstract record Record
{
    /// <summary>Its key within the ledger.</summary>
    public abstract RecordKey RecordKey { get; }

    /// <summary>
    /// The organization-wide list that contains it (the prefix of its ids), and its id; null for what is listed only
    /// with its order.
    /// </summary>
    public virtual (string Kind, string Id)? Listed => null;

    /// <summary>Whether the processor's outcome is still to come, with money reserved meanwhile.</summary>
    public virtual bool IsOpen => false;
}
