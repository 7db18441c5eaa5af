using System.Collections.Frozen;
using System.Collections.Immutable;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>
/// A kind of record, with what storage, lists and the audit trail must know of it: a new kind is a line here.
/// </summary>
public sealed class RecordKind
{
    private static readonly FrozenDictionary<Type, RecordKind> ByType;
    private static readonly FrozenDictionary<string, RecordKind> ByName;

    private readonly Func<Record, string> _id;
    private readonly Func<string, (LedgerId Ledger, RecordKey Key)?> _parse;

    static RecordKind()
    {
        All =
        [
            OfIdentified<Authorization>("authorization", authorization => authorization.Id),
            OfIdentified<Capture>("capture", capture => capture.Id),
            OfIdentified<Refund>("refund", refund => refund.Id),
            OfIdentified<CreditPayment>("creditPayment", payment => payment.Id),
            OfIdentified<Credit>("credit", credit => credit.Id),
            OfNamed<Payment>("payment", payment => payment.Name.Value),
            OfNamed<Transaction>("transaction", transaction => $"{transaction.Payment}/{transaction.Id}"),
            OfNamed<IdentifierSet>("identifiers", identifiers => identifiers.Resource),
        ];
        ByType = All.ToFrozenDictionary(kind => kind.Type);
        ByName = All.ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal);
    }

    private RecordKind(
        string name,
        Type type,
        string? list,
        Func<Record, string> id,
        Func<string, (LedgerId Ledger, RecordKey Key)?> parse) =>
        (Name, Type, List, _id, _parse) = (name, type, list, id, parse);

    /// <summary>All kinds.</summary>
    public static ImmutableArray<RecordKind> All { get; }

    /// <summary>Its name in camel case, which is stored with each record.</summary>
    public string Name { get; }

    /// <summary>The class of its records.</summary>
    public Type Type { get; }

    /// <summary>
    /// The organization-wide list that has its records (<see cref="IListed"/>), by the prefix of their ids; null if
    /// there is none.
    /// </summary>
    public string? List { get; }

    /// <summary>The kind of a record.</summary>
    public static RecordKind Of(Record record) => ByType[record.GetType()];

    /// <summary>The kind with a name; null if there is none.</summary>
    public static RecordKind? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The id of a record of this kind, as its callers know it.</summary>
    public string GetId(Record record) => _id(record);

    /// <summary>
    /// The ledger of the resource with an id, and its key there; null if the text is no id that this service assigns to
    /// resources of this kind.
    /// </summary>
    public (LedgerId Ledger, RecordKey Key)? ParseId(string text) => _parse(text);

    private static RecordKind OfIdentified<T>(string name, Func<T, Id<T>> id) where T : Record, IIdentified => new(
        name,
        typeof(T),
        typeof(T).IsAssignableTo(typeof(IListed)) ? T.Prefix : null,
        record => id((T)record).ToString(),
        text => Id<T>.TryParse(text, out var parsed) ? (parsed.Ledger, RecordKey.For(parsed)) : null);

    /// <summary>A kind whose records have names that their callers choose.</summary>
    private static RecordKind OfNamed<T>(string name, Func<T, string> id) where T : Record =>
        new(name, typeof(T), list: null, record => id((T)record), _ => null);
}
