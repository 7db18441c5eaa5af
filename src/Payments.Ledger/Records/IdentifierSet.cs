using System.Collections.Immutable;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>Another system's name for a resource: the warehouse's, the accountants', the card processor's.</summary>
/// <param name="Name">Whose name it is.</param>
/// <param name="Value">The name itself.</param>
/// <param name="Primary">The one to be used where a system has several for the resource.</param>
public sealed record Identifier(string Name, string Value, bool Primary);

/// <summary>
/// The identifiers of one refund or capture, all in one record: they are few, they are listed together, and a rule
/// reaches over them.
/// </summary>
/// <param name="Resource">The id of what they name.</param>
/// <param name="Identifiers">In the order in which they were attached; no two with the same value.</param>
public sealed record IdentifierSet(string Resource, ImmutableArray<Identifier> Identifiers) : Record
{
    /// <summary>What record keys of identifiers begin with.</summary>
    public const string Prefix = "idn";

    /// <summary>The most that one resource can have: far more systems than a shop has.</summary>
    public const int MaxIdentifiers = 50;

    /// <summary>The longest name and the longest identifier, in characters: that of a key.</summary>
    public const int MaxLength = Key.MaxLength;

    /// <inheritdoc/>
    public override RecordKey RecordKey => RecordKey.ForIdentifiers(Resource);

    /// <summary>The identifier with that value, if it is one of them.</summary>
    public Identifier? Find(string value) => Identifiers.FirstOrDefault(found => found.Value == value);
}
