using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Payments.Dialects.OrderCloud.Models;
using Payments.Dialects.Wire.Reading;
using Payments.Ledger.Records;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>What values a field has, and so what may be asked of it.</summary>
internal enum FieldKind
{
    /// <summary>Text of any sort.</summary>
    Text,

    /// <summary>
    /// A payment's type: a name, or its number in the enumeration, which the .NET client's filters send.
    /// </summary>
    Type,

    /// <summary>A time.</summary>
    Time,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>An object or array: it can only be asked whether there is one.</summary>
    Structure,

    /// <summary>Somewhere in <c>xp</c>: whatever the shop put there.</summary>
    Extension,
}

/// <summary>A field that lists can be asked about (ordercloud-payments.md, parts 3.3 to 3.5).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What values it has.</param>
/// <param name="Values">Those of a payment: none for null, several for an array in <c>xp</c>.</param>
/// <param name="Sortable">Whether lists can be put in its order.</param>
/// <param name="Searchable">Whether it is searched.</param>
internal sealed record PaymentField(
    string Name,
    FieldKind Kind,
    Func<ListedPayment, ImmutableArray<Scalar>> Values,
    bool Sortable = false,
    bool Searchable = false)
{
    private const string ExtensionPrefix = "xp.";

    /// <summary>Those with a name of their own.</summary>
    public static readonly ImmutableArray<PaymentField> All =
    [
        Text("ID", body => body.ID) with { Sortable = true, Searchable = true },
        Text("Type", body => body.Type) with { Kind = FieldKind.Type, Sortable = true },
        One("DateCreated", FieldKind.Time, body => Scalar.OfTime(body.DateCreated)) with { Sortable = true },
        Text("CreditCardID", body => body.CreditCardID) with { Sortable = true },
        Text("SpendingAccountID", body => body.SpendingAccountID) with { Sortable = true },
        Text("Description", body => body.Description) with { Searchable = true },
        Text("Currency", body => body.Currency),
        One("Amount", FieldKind.Number, body => body.Amount is { } amount ? Scalar.From(amount) : null),
        One("Accepted", FieldKind.Flag, body => Scalar.From(body.Accepted)),
        Text("OrderReturnID", body => body.OrderReturnID),
        One("xp", FieldKind.Structure, body => body.Extension is null ? null : Scalar.Structure),
        One("Transactions", FieldKind.Structure, body => body.Transactions.IsEmpty ? null : Scalar.Structure),
    ];

    private static readonly FrozenDictionary<string, PaymentField> ByName =
        All.ToFrozenDictionary(field => field.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The field of a name in any letter case, or at a path below <c>xp</c>; null where there is none.
    /// </summary>
    public static PaymentField? Find(string name)
    {
        if (ByName.TryGetValue(name, out var field)) return field;
        if (!name.StartsWith(ExtensionPrefix, StringComparison.OrdinalIgnoreCase)) return null;
        var path = name[ExtensionPrefix.Length..].Split('.').ToImmutableArray();
        return path.Any(string.IsNullOrEmpty)
            ? null
            : new PaymentField(name, FieldKind.Extension, payment => payment.At(path), Sortable: true);
    }

    /// <summary>
    /// An alternative of a filter on this field in the field's own terms; null where its value is of the wrong type.
    /// </summary>
    public FilterTerm? Fit(FilterTerm term)
    {
        var operand = term.Operand;
        var ordered = term.Comparison is not (Comparison.Equal or Comparison.NotEqual);
        if (operand.MatchesNothing && !ordered) return term;
        if (operand.MatchesAll) return ordered ? null : term;
        if (operand.HasStar && ordered) return null;
        return Kind switch
        {
            FieldKind.Number => !operand.HasStar && ExactNumber.TryRead(operand.Literal, out _) ? term : null,
            FieldKind.Time => operand.HasStar || FilterTime.Read(operand.Literal) is not null ? term : null,
            FieldKind.Flag => !ordered && !operand.HasStar && bool.TryParse(operand.Literal, out _) ? term : null,
            FieldKind.Type => FitType(term),
            FieldKind.Structure => null,
            _ => term,
        };
    }

    private static FilterTerm? FitType(FilterTerm term)
    {
        if (term.Operand.HasStar) return term;
        var named = Enum.GetValues<PaymentType>()
            .Where(type => term.Operand.Literal == ((int)type).ToString(CultureInfo.InvariantCulture)
                || string.Equals(type.ToString(), term.Operand.Literal, StringComparison.OrdinalIgnoreCase))
            .ToArray();
        return named is [var type] ? term with { Operand = new Wildcard([type.ToString()]) } : null;
    }

    private static PaymentField Text(string name, Func<PaymentBody, string?> value) =>
        One(name, FieldKind.Text, body => value(body) is { } text ? new Scalar(text) : null);

    private static PaymentField One(string name, FieldKind kind, Func<PaymentBody, Scalar?> value) =>
        new(name, kind, payment => value(payment.Body) is { } scalar ? [scalar] : []);
}
