using Payments.Dialects.OrderCloud.Reading;
using Payments.Dialects.Wire.Reading;
using Payments.Handlers.Writing;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.OrderCloud.Payments;

/// <summary>Reads a payment to be created (ordercloud-payments.md, parts 4.1 and 5).</summary>
internal static class PaymentReader
{
    /// <summary>Maximum length in characters.</summary>
    public const int MaxDescriptionLength = 2_000;

    /// <summary>The payment; null if any field has an error.</summary>
    public static Payment? Read(
        JsonForm fields, Currency currency, bool administrator, IIdSource unique, DateTimeOffset at)
    {
        // The reference does not require Type; a client that leaves it out gets the first of the enumeration.
        var type = Type(fields) ?? PaymentType.PurchaseOrder;
        var id = fields.Id("ID");
        if (id is not null) RejectReservedId(fields, id);
        var payment = new Payment(
            PaymentId.From(id ?? Identifiers.ToIdentifier(unique.NextId())),
            type,
            Amount(fields, currency),
            CreditCard(fields, type),
            SpendingAccount(fields, type),
            fields.Text("Description", MaxDescriptionLength),
            ReadAccepted(fields, type, administrator),
            at,
            fields.Extension("xp"));
        if (fields.Text("OrderReturnID", OrderCloudForm.MaxIdLength) is { Length: > 0 })
            fields.AddError("OrderReturnID", "can't be set: order returns are not kept here");
        return fields.Errors.Count == 0 ? payment : null;
    }

    /// <summary>The amount of a payment; null for whatever is left to pay of the order.</summary>
    public static Money? Amount(JsonForm fields, Currency currency)
    {
        if (fields.Money("Amount", currency) is not { } amount) return null;
        if (amount.IsPositive) return amount;
        fields.AddError("Amount", "must be greater than zero", ErrorCodes.AmountGreaterThanZero);
        return null;
    }

    /// <summary>
    /// Rejects ids in the format of this service's own: the same id could then appear twice in one list.
    /// </summary>
    /// <param name="fields">The form with the id.</param>
    /// <param name="id">The id.</param>
    /// <param name="isReserved">Whether another rule reserves it.</param>
    public static void RejectReservedId(JsonForm fields, string id, bool isReserved = false)
    {
        if (isReserved || OrderCloudPaymentView.IsExternalId(id))
            fields.AddError("ID", "uses a format reserved for ids of this service");
    }

    private static PaymentType? Type(JsonForm fields)
    {
        if (fields.Text("Type", OrderCloudForm.MaxIdLength) is not { } text) return null;
        var named = Enum.GetValues<PaymentType>()
            .Where(type => string.Equals(type.ToString(), text, StringComparison.OrdinalIgnoreCase))
            .ToArray();
        if (named is [var type]) return type;
        fields.AddError("Type", "must be PurchaseOrder, CreditCard or SpendingAccount");
        return null;
    }

    private static string? CreditCard(JsonForm fields, PaymentType type)
    {
        var id = fields.Id("CreditCardID", TextRules.Token);
        if (id is not null && type != PaymentType.CreditCard)
            fields.AddError("CreditCardID", "can only be set where Type is CreditCard", ErrorCodes.CannotSetCreditCard);
        return id;
    }

    private static string? SpendingAccount(JsonForm fields, PaymentType type)
    {
        var sound = fields.Errors.Count;
        var id = fields.Id("SpendingAccountID");
        if (id is not null && type != PaymentType.SpendingAccount)
        {
            fields.AddError(
                "SpendingAccountID",
                "can only be set where Type is SpendingAccount",
                ErrorCodes.CannotSetSpendingAccount);
        }

        if (id is null && type == PaymentType.SpendingAccount && fields.Errors.Count == sound)
        {
            fields.AddError(
                "SpendingAccountID",
                "is required where Type is SpendingAccount",
                ErrorCodes.SpendingAccountIdMissing);
        }

        return id;
    }

    /// <summary>
    /// By default, a card payment is not accepted until it is charged, and other types are accepted at once. Only an
    /// administrator can create an accepted card payment: a shopper's claim to have paid proves nothing.
    /// </summary>
    private static bool ReadAccepted(JsonForm fields, PaymentType type, bool administrator)
    {
        var accepted = fields.Flag("Accepted");
        if (accepted is true && type == PaymentType.CreditCard && !administrator)
        {
            fields.AddError(
                "Accepted",
                $"can only be set on a card payment by {string.Join(" or ", Roles.Administrators)}",
                ErrorCodes.CannotPatchAccepted);
        }

        return accepted ?? type != PaymentType.CreditCard;
    }
}
