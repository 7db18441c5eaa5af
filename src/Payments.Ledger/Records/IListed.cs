using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>
/// A record that also stands in a list over the whole organization, the timeline of its kind: what lists filter by.
/// </summary>
public interface IListed
{
    /// <summary>The list (the prefix of its ids), and its id.</summary>
    (string Kind, string Id) Listed { get; }

    /// <summary>The caller's key of it, or its id.</summary>
    Key Key { get; }

    /// <summary>The order it belongs to; null for none.</summary>
    OrderNumber? Order { get; }

    /// <summary>UTC: the time of its timeline entry, and of its first version.</summary>
    DateTimeOffset CreatedAt { get; }
}
