using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Payments.Dialects.OrderCloud.Models;
using Payments.Dialects.Wire.Reading;
using Payments.Ledger.Records;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>The type of a field's values, which determines the filters that it allows.</summary>
internal enum FieldKind
{
    Text,

    /// <summary>
    /// A payment's type: a name, or its number in the enumeration, which the .NET client's filters send.
    /// </summary>
    Type,

    Time,

    Number,

    Flag,

    /// <summary>An object or array: filters can only test whether it exists.</summary>
    Structure,

    /// <summary>A path in <c>xp</c>, with values of any type.</summary>
    Extension,
}

/// <summary>
/// A field that lists can be filtered, searched or sorted by (ordercloud-payments.md, parts 3.3 to 3.5).
/// </summary>
/// <param name="Name">The name in queries.</param>
/// <param name="Kind">The type of its values.</param>
/// <param name="Values">A payment's values: empty for null, several for an array in <c>xp</c>.</param>
/// <param name="Sortable">Whether lists can be sorted by it.</param>
/// <param name="Searchable">Whether searches include it.</param>
internal sealed record PaymentField(
    string Name,
    FieldKind Kind,
    Func<ListedPayment, ImmutableArray<Scalar>> Values,
    bool Sortable = false,
    bool Searchable = false)
{
    /// <summary>In names: no <c>xp</c> is deeper.</summary>
    public const int MaxPathNames = JsonBody.DeepestNesting;

    private const string ExtensionPrefix = "xp.";

    /// <summary>All fields except paths in <c>xp</c>.</summary>
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

    /// <summary>The field with a name, in any letter case, or at a path below <c>xp</c>; null if not found.</summary>
    public static PaymentField? Find(string name)
    {
        if (ByName.TryGetValue(name, out var field)) return field;
        if (!name.StartsWith(ExtensionPrefix, StringComparison.OrdinalIgnoreCase)) return null;
        var path = name[ExtensionPrefix.Length..].Split('.').ToImmutableArray();
        return path.Length > MaxPathNames || path.Any(string.IsNullOrEmpty)
            ? null
            : new PaymentField(name, FieldKind.Extension, payment => payment.At(name, path), Sortable: true);
    }

    /// <summary>
    /// Converts an alternative of a filter to the field's own values; null if its operand has the wrong type.
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
