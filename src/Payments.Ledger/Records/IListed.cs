using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>
/// A record that is also in an organization-wide list, the timeline of its type, with what lists filter by.
/// </summary>
public interface IListed
{
    /// <summary>The list (the prefix of its ids), and its id.</summary>
    (string Kind, string Id) Listed { get; }

    /// <summary>The caller's key, or the id.</summary>
    Key Key { get; }

    /// <summary>The order that it belongs to, if any.</summary>
    OrderNumber? Order { get; }

    /// <summary>The time of its timeline entry, and of its first version.</summary>
    DateTimeOffset CreatedAt { get; }
}
