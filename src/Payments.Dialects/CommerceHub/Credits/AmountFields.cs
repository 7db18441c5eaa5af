using Payments.Dialects.Wire.Reading;
using Payments.Ledger.Currencies;

namespace Payments.Dialects.CommerceHub.Credits;

/// <summary>Reads <c>amount</c>, and <c>amountComponents</c> against it (commerce-hub-credits.md, part 3.1).</summary>
internal static class AmountFields
{
    /// <summary>
    /// Maximum digits of an amount, decimals included: the reference page's and the Nashville platform's limit.
    /// </summary>
    public const int MaxDigits = 12;

    /// <summary>Far more than an order has kinds of tax.</summary>
    public const int MaxTaxAmounts = 100;

    /// <summary>The largest amount of that many digits.</summary>
    private const long MaxMinorUnits = 999_999_999_999;

    private const string Total = "total";
    private const string CurrencyField = "currency";
    private const string TaxAmounts = "taxAmounts";

    private static readonly string[] Parts =
    [
        "subTotal", "vatAmount", "localTax", "shippingAmount", "surcharge", "ITBISTaxAmount", "convenienceFee", "tip",
        "cashback",
    ];

    /// <summary>The amount; null if it is invalid.</summary>
    public static Money? Read(JsonForm request)
    {
        var fields = request.Object("amount");
        var number = ReadTotal(fields);
        var currency = ReadCurrency(fields);
        if (number is not { } total || currency is null) return null;
        if (ToMoney(fields, Total, total, currency) is not { } money) return null;
        CheckComponents(request.Object("amountComponents"), request, money);
        return money;
    }

    private static decimal? ReadTotal(JsonForm fields)
    {
        if (!fields.Has(Total))
        {
            fields.AddErrorMessage(Total, "total is missing.", ErrorCode.AmountMissing);
            return null;
        }

        if (fields.Amount(Total) is not { } number) return null;
        if (number > 0) return number;
        fields.AddErrorMessage(Total, "total must be above zero.", ErrorCode.NotAboveZero);
        return null;
    }

    private static Currency? ReadCurrency(JsonForm fields)
    {
        if (!fields.Has(CurrencyField))
        {
            fields.AddErrorMessage(CurrencyField, "currency is missing.", ErrorCode.AmountMissing);
            return null;
        }

        if (fields.Text(CurrencyField, 3, code: ErrorCode.AmountInvalid) is not { } code) return null;
        if (Currency.TryParse(code, out var currency)) return currency;
        if (code.Length == 3 && code.All(char.IsAsciiLetter))
            fields.AddErrorMessage(CurrencyField, "This currency is not supported.", ErrorCode.CurrencyNotSupported);
        else
            fields.AddErrorMessage(
                CurrencyField, "currency must be three letters of ISO 4217.", ErrorCode.AmountInvalid);
        return null;
    }

    /// <summary>
    /// The components must add up. Not checked if there are price adjustments: no reference page says whether those are
    /// added or subtracted.
    /// </summary>
    private static void CheckComponents(JsonForm components, JsonForm request, Money total)
    {
        var amounts = Parts
            .Where(components.Has)
            .Select(name => ReadPart(components, name, total.Currency))
            .Concat(Taxes(components, total.Currency))
            .ToList();
        if (amounts.Count == 0 || amounts.Contains(null) || components.Has("priceAdjustments")) return;
        if (amounts.Sum(amount => amount!.Value.MinorUnits) != total.MinorUnits)
        {
            request.AddErrorMessage(
                "amountComponents", "amountComponents must add up to amount.total.", ErrorCode.AmountInvalid);
        }
    }

    private static Money? ReadPart(JsonForm fields, string name, Currency currency) =>
        fields.Amount(name) is { } number ? ToMoney(fields, name, number, currency) : null;

    private static Money? ToMoney(JsonForm fields, string name, decimal number, Currency currency)
    {
        if (Money.TryFromDecimal(number, currency, out var money) && Math.Abs(money.MinorUnits) <= MaxMinorUnits)
            return money;
        fields.AddErrorMessage(
            name,
            $"{name} may have at most {MaxDigits} digits, {currency.Decimals} of them decimals in {currency}.",
            ErrorCode.AmountInvalid);
        return null;
    }

    private static List<Money?> Taxes(JsonForm components, Currency currency)
    {
        if (!components.Has(TaxAmounts)) return [];
        if (components.Items(TaxAmounts, MaxTaxAmounts) is { } taxes)
            return [.. taxes.Select(tax => ReadPart(tax, "taxAmount", currency))];
        components.AddError(TaxAmounts, $"must be an array of at most {MaxTaxAmounts} objects");
        return [null];
    }
}
