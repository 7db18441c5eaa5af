using System.Text.Json;
using Payments.Ledger;

namespace Payments.Dialects.CommerceHub;

/// <summary>Reads <c>amount</c>, and <c>amountComponents</c> against it (commerce-hub-credits.md, part 3.1).</summary>
internal static class AmountFields
{
    /// <summary>Digits of an amount, decimals among them: the page's limit, and the Nashville platform's.</summary>
    public const int MaximumDigits = 12;

    /// <summary>The largest amount of that many digits.</summary>
    private const long MostMinorUnits = 999_999_999_999;

    private const string Total = "total";
    private const string CurrencyField = "currency";
    private const string TaxAmounts = "taxAmounts";

    private static readonly string[] Parts =
    [
        "subTotal", "vatAmount", "localTax", "shippingAmount", "surcharge", "ITBISTaxAmount", "convenienceFee", "tip",
        "cashback",
    ];

    /// <summary>The amount; null where it is wrong.</summary>
    public static Money? Read(JsonFields request)
    {
        var fields = request.Object("amount");
        var number = ReadTotal(fields);
        var currency = ReadCurrency(fields);
        if (number is not { } total || currency is null) return null;
        if (MoneyOf(fields, Total, total, currency) is not { } money) return null;
        CheckComponents(request.Object("amountComponents"), request, money);
        return money;
    }

    private static decimal? ReadTotal(JsonFields fields)
    {
        if (!fields.Has(Total))
        {
            fields.Refuse(ErrorCode.AmountMissing, Total, "total is missing.");
            return null;
        }

        if (fields.Number(Total) is not { } number) return null;
        if (number > 0) return number;
        fields.Refuse(ErrorCode.NotAboveZero, Total, "total must be above zero.");
        return null;
    }

    private static Currency? ReadCurrency(JsonFields fields)
    {
        if (!fields.Has(CurrencyField))
        {
            fields.Refuse(ErrorCode.AmountMissing, CurrencyField, "currency is missing.");
            return null;
        }

        if (fields.Text(CurrencyField, 3, ErrorCode.AmountInvalid) is not { } code) return null;
        if (Currency.TryParse(code, out var currency)) return currency;
        if (code.Length == 3 && code.All(char.IsAsciiLetter))
            fields.Refuse(ErrorCode.CurrencyNotSupported, CurrencyField, "This currency is not supported.");
        else
            fields.Refuse(ErrorCode.AmountInvalid, CurrencyField, "currency must be three letters of ISO 4217.");
        return null;
    }

    /// <summary>
    /// The parts must add up. Not checked where price adjustments are among them: no page says which way those count.
    /// </summary>
    private static void CheckComponents(JsonFields components, JsonFields request, Money total)
    {
        var amounts = Parts
            .Where(components.Has)
            .Select(name => PartOf(components, name, total.Currency))
            .Concat(Taxes(components, total.Currency))
            .ToList();
        if (amounts.Count == 0 || amounts.Contains(null) || components.Has("priceAdjustments")) return;
        if (amounts.Sum(amount => amount!.Value.MinorUnits) != total.MinorUnits)
        {
            request.Refuse(
                ErrorCode.AmountInvalid, "amountComponents", "amountComponents must add up to amount.total.");
        }
    }

    private static Money? PartOf(JsonFields fields, string name, Currency currency) =>
        fields.Number(name) is { } number ? MoneyOf(fields, name, number, currency) : null;

    private static Money? MoneyOf(JsonFields fields, string name, decimal number, Currency currency)
    {
        if (Money.TryFromDecimal(number, currency, out var money) && Math.Abs(money.MinorUnits) <= MostMinorUnits)
            return money;
        fields.Refuse(
            ErrorCode.AmountInvalid,
            name,
            $"{name} may have at most {MaximumDigits} digits, {currency.Decimals} of them decimals in {currency}.");
        return null;
    }

    private static List<Money?> Taxes(JsonFields components, Currency currency)
    {
        if (components.Find(TaxAmounts) is not { } taxes) return [];
        if (taxes.ValueKind != JsonValueKind.Array)
        {
            components.Refuse(ErrorCode.FieldInvalid, TaxAmounts, "taxAmounts must be an array.");
            return [null];
        }

        return components.Items(TaxAmounts, taxes).Select(tax => PartOf(tax, "taxAmount", currency)).ToList();
    }
}
