using System.Collections.Immutable;
using Payments.Dialects.OrderCloud.Models;
using Payments.Dialects.OrderCloud.Reading;
using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.OrderCloud.Payments;

/// <summary>
/// An order's ledger as OrderCloud payments, whichever API its parts came through:
/// <list type="bullet">
/// <item>each payment that was recorded here, with its recorded transactions, and one for each capture and refund
/// that was made of it through another API;</item>
/// <item>each authorization that belongs to no such payment, as a payment by card;</item>
/// <item>each credit payment (store credit, a gift card), as one from a spending account.</item>
/// </list>
/// A refund shows once money has moved, with what was given back of this payment: one refund over the captures of two
/// payments shows on both, each with its share. Open credits are not shown: they pay for nothing.
/// </summary>
internal static class OrderCloudPaymentView
{
    /// <summary>All payments, the oldest first.</summary>
    public static ImmutableArray<PaymentBody> Create(LoadedLedger ledger)
    {
        var recorded = ledger.All<Transaction>().ToLookup(transaction => transaction.Payment);
        var authorizations = ledger.All<Authorization>().ToLookup(authorization => authorization.Payment);
        var effects = ExternalTransactions.From(ledger);
        var currency = ledger.Head!.Currency;
        var payments = ledger.All<Payment>().Select(payment => (
            payment.CreatedAt,
            Body: Show(payment, currency, [.. recorded[payment.Id]], [.. authorizations[payment.Id]], effects)));
        var cards = authorizations[null].Select(authorization => (
            authorization.CreatedAt,
            Body: Show(authorization, effects)));
        var credits = ledger.All<CreditPayment>().Select(payment => (payment.CreatedAt, Body: Show(payment)));
        return
        [
            .. payments.Concat(cards).Concat(credits)
                .OrderBy(shown => shown.CreatedAt)
                .ThenBy(shown => shown.Body.ID, StringComparer.Ordinal)
                .Select(shown => shown.Body),
        ];
    }

    /// <summary>One payment; null where the order has none of that id.</summary>
    public static PaymentBody? FindPayment(LoadedLedger ledger, string id) =>
        Create(ledger).FirstOrDefault(found => found.ID == id);

    /// <summary>A recorded payment, whatever id it goes by; null where it was taken away since.</summary>
    public static PaymentBody? FindPayment(LoadedLedger ledger, PaymentId id) =>
        ledger.Head!.Find(id) is { } balance ? FindPayment(ledger, balance.Name.Value) : null;

    /// <summary>A payment that nothing has been done with yet.</summary>
    public static PaymentBody Create(Payment payment, Currency currency) => new()
    {
        ID = payment.Name.Value,
        Type = payment.Type.ToString(),
        DateCreated = Timestamps.Write(payment.CreatedAt),
        CreditCardID = payment.CreditCardId,
        SpendingAccountID = payment.SpendingAccountId,
        Description = payment.Description,
        Currency = currency.Code,
        Amount = payment.Amount?.ToDecimal(),
        Accepted = payment.Accepted,
        Extension = payment.Extension,
        Transactions = [],
    };

    private static PaymentBody Show(
        Payment payment,
        Currency currency,
        ImmutableArray<Transaction> recorded,
        ImmutableArray<Authorization> authorizations,
        ExternalTransactions effects) => Create(payment, currency) with
        {
            Transactions = InOrder(recorded
                .Select(TransactionView.FromRecorded)
                .Concat(effects.From(authorizations, TransactionWords.Detect(recorded)))),
        };

    private static PaymentBody Show(Authorization authorization, ExternalTransactions effects) => new()
    {
        ID = authorization.Id.ToString(),
        Type = nameof(PaymentType.CreditCard),
        DateCreated = Timestamps.Write(authorization.CreatedAt),
        Currency = authorization.Amount.Currency.Code,
        Amount = authorization.Amount.ToDecimal(),
        Accepted = true,
        Transactions = InOrder(
            effects.From([authorization], TransactionWords.Plain).Prepend(TransactionView.From(authorization))),
    };

    private static PaymentBody Show(CreditPayment payment) => new()
    {
        ID = payment.Id.ToString(),
        Type = nameof(PaymentType.SpendingAccount),
        DateCreated = Timestamps.Write(payment.CreatedAt),
        Description = payment.Description,
        Currency = payment.Amount.Currency.Code,
        Amount = payment.Amount.ToDecimal(),
        Accepted = true,
        Transactions = [],
    };

    private static ImmutableArray<TransactionBody> InOrder(IEnumerable<TransactionView> transactions) =>
    [
        .. transactions
            .OrderBy(transaction => transaction.At)
            .ThenBy(transaction => transaction.Step)
            .ThenBy(transaction => transaction.Body.ID, StringComparer.Ordinal)
            .Select(transaction => transaction.Body),
    ];
}
