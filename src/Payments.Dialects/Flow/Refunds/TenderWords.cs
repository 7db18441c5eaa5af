using System.Collections.Immutable;
using System.Text.Json;
using Payments.Dialects.Wire.Reading;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.Refunds;

/// <summary>The tenders of a refund, as a list of words in the order of their use (an extension).</summary>
internal static class TenderWords
{
    private const string Field = "tenders";
    private const string Card = "card";
    private const string CreditPayment = "credit_payment";

    private static readonly ImmutableArray<(RefundTenders Tenders, ImmutableArray<string> Words)> Lists =
    [
        (RefundTenders.Card, [Card]),
        (RefundTenders.Credit, [CreditPayment]),
        (RefundTenders.CardFirst, [Card, CreditPayment]),
        (RefundTenders.CreditFirst, [CreditPayment, Card]),
    ];

    /// <summary>
    /// A form's tenders; cards if it has none. Anything but a list of one or both words, each once, is an error.
    /// </summary>
    public static RefundTenders Read(JsonForm form)
    {
        if (form.Find(Field) is not { } sent) return RefundTenders.Card;
        foreach (var (tenders, words) in Lists)
        {
            if (IsSame(sent, words)) return tenders;
        }

        form.AddError(Field, $"must be a list of {Card}, {CreditPayment} or both, in the order of their use");
        return RefundTenders.Card;
    }

    /// <summary>Adds an error if the form has tenders, but does not select a refund by order number alone.</summary>
    public static void RequireOrderAlone(JsonForm form, bool isByOrderAlone)
    {
        if (form.Has(Field) && !isByOrderAlone)
            form.AddError(Field, "needs an order_number, and neither an authorization_id nor a capture_id");
    }

    /// <summary>The words of a refund's tenders; null for a refund that goes back to cards only.</summary>
    public static IReadOnlyList<string>? From(Refund refund) =>
        refund.ToCredit is null ? null : Lists.First(list => list.Tenders == refund.Tenders).Words;

    private static bool IsSame(JsonElement sent, ImmutableArray<string> words) =>
        sent.ValueKind == JsonValueKind.Array
        && sent.GetArrayLength() == words.Length
        && sent.EnumerateArray().Zip(words).All(pair =>
            pair.First.ValueKind == JsonValueKind.String && pair.First.ValueEquals(pair.Second));
}
