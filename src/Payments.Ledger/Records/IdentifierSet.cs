using System.Collections.Immutable;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>
/// The identifier of a resource in another system: the warehouse's, the accountants', the card processor's.
/// </summary>
/// <param name="Name">The other system.</param>
/// <param name="Value">The identifier itself.</param>
/// <param name="Primary">The one to use if a system has several for the resource.</param>
public sealed record Identifier(string Name, string Value, bool Primary);

/// <summary>
/// The identifiers of one refund or capture, all in one record: they are few, are listed together, and share a rule.
/// </summary>
/// <param name="Resource">The id of the refund or capture.</param>
/// <param name="Identifiers">In the order in which they were attached; their values are distinct.</param>
public sealed record IdentifierSet(string Resource, ImmutableArray<Identifier> Identifiers) : Record
{
    /// <summary>The prefix of record keys of identifiers.</summary>
    public const string Prefix = "idn";

    /// <summary>The most per resource: far more than a shop has systems.</summary>
    public const int MaxIdentifiers = 50;

    /// <summary>The maximum length of a name and of an identifier, in characters: that of a key.</summary>
    public const int MaxLength = Key.MaxLength;

    /// <inheritdoc/>
    public override RecordKey RecordKey => RecordKey.ForIdentifiers(Resource);

    /// <summary>The identifier with that value, if there is one.</summary>
    public Identifier? Find(string value) => Identifiers.FirstOrDefault(found => found.Value == value);
}
