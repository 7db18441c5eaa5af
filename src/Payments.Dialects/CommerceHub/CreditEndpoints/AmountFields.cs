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
    public static Money? Read(JsonForm request)
    {
        var fields = request.Object("amount");
        var number = ReadTotal(fields);
        var currency = ReadCurrency(fields);
        if (number is not { } total || currency is null) return null;
        if (MoneyOf(fields, Total, total, currency) is not { } money) return null;
        CheckComponents(request.Object("amountComponents"), request, money);
        return money;
    }

    private static decimal? ReadTotal(JsonForm fields)
    {
        if (!fields.Has(Total))
        {
            fields.Refuse(Total, "total is missing.", ErrorCode.AmountMissing);
            return null;
        }

        if (fields.Amount(Total) is not { } number) return null;
        if (number > 0) return number;
        fields.Refuse(Total, "total must be above zero.", ErrorCode.NotAboveZero);
        return null;
    }

    private static Currency? ReadCurrency(JsonForm fields)
    {
        if (!fields.Has(CurrencyField))
        {
            fields.Refuse(CurrencyField, "currency is missing.", ErrorCode.AmountMissing);
            return null;
        }

        if (fields.Text(CurrencyField, 3, code: ErrorCode.AmountInvalid) is not { } code) return null;
        if (Currency.TryParse(code, out var currency)) return currency;
        if (code.Length == 3 && code.All(char.IsAsciiLetter))
            fields.Refuse(CurrencyField, "This currency is not supported.", ErrorCode.CurrencyNotSupported);
        else
            fields.Refuse(CurrencyField, "currency must be three letters of ISO 4217.", ErrorCode.AmountInvalid);
        return null;
    }

    /// <summary>
    /// The parts must add up. Not checked where price adjustments are among them: no page says which way those count.
    /// </summary>
    private static void CheckComponents(JsonForm components, JsonForm request, Money total)
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
                "amountComponents", "amountComponents must add up to amount.total.", ErrorCode.AmountInvalid);
        }
    }

    private static Money? PartOf(JsonForm fields, string name, Currency currency) =>
        fields.Amount(name) is { } number ? MoneyOf(fields, name, number, currency) : null;

    private static Money? MoneyOf(JsonForm fields, string name, decimal number, Currency currency)
    {
        if (Money.TryFromDecimal(number, currency, out var money) && Math.Abs(money.MinorUnits) <= MostMinorUnits)
            return money;
        fields.Refuse(
            name,
            $"{name} may have at most {MaximumDigits} digits, {currency.Decimals} of them decimals in {currency}.",
            ErrorCode.AmountInvalid);
        return null;
    }

    private static List<Money?> Taxes(JsonForm components, Currency currency)
    {
        if (!components.Has(TaxAmounts)) return [];
        if (components.Items(TaxAmounts) is { } taxes)
            return [.. taxes.Select(tax => PartOf(tax, "taxAmount", currency))];
        components.AddError(TaxAmounts, "must be an array");
        return [null];
    }
}
