using System.Collections.Immutable;
using Payments.Dialects.OrderCloud.Models;
using Payments.Dialects.OrderCloud.Reading;
using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.OrderCloud.Payments;

/// <summary>
/// An order's ledger as OrderCloud payments, whichever APIs its resources were created through:
/// <list type="bullet">
/// <item>each payment recorded through OrderCloud, with its recorded transactions, and one for each capture and
/// refund of it that was created through another API;</item>
/// <item>each authorization that belongs to no such payment, as a card payment;</item>
/// <item>each credit payment (store credit, a gift card), as one from a spending account, with what refunds returned
/// to it (<see cref="CreditRefunds"/>).</item>
/// </list>
/// A refund is shown once money has moved, with the amount refunded from this payment: a refund over the captures of
/// two payments is shown on both, each with its share. Open credits are not shown, because they do not pay for an
/// order.
/// </summary>
internal static class OrderCloudPaymentView
{
    /// <summary>All payments, oldest first.</summary>
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
        var returned = CreditRefunds.From(ledger);
        var credits = ledger.All<CreditPayment>()
            .Where(payment => payment.Refund is null)
            .Select(payment => (payment.CreatedAt, Body: Show(payment, returned)));
        return
        [
            .. payments.Concat(cards).Concat(credits)
                .OrderBy(shown => shown.CreatedAt)
                .ThenBy(shown => shown.Body.ID, StringComparer.Ordinal)
                .Select(shown => shown.Body),
        ];
    }

    /// <summary>The payment with an id; null if not found.</summary>
    public static PaymentBody? FindPayment(LoadedLedger ledger, string id) =>
        Create(ledger).FirstOrDefault(found => found.ID == id);

    /// <summary>A recorded payment, even if it was renamed; null if it was removed in the meantime.</summary>
    public static PaymentBody? FindPayment(LoadedLedger ledger, PaymentId id) =>
        ledger.Head!.Find(id) is { } balance ? FindPayment(ledger, balance.Name.Value) : null;

    /// <summary>A payment without transactions.</summary>
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

    /// <summary>Whether it is the id of a payment that was made through another API.</summary>
    public static bool IsExternalId(string id) =>
        Id<Authorization>.TryParse(id, out _) || Id<CreditPayment>.TryParse(id, out _);

    private static PaymentBody Show(CreditPayment payment, CreditRefunds returned) => new()
    {
        ID = payment.Id.ToString(),
        Type = nameof(PaymentType.SpendingAccount),
        DateCreated = Timestamps.Write(payment.CreatedAt),
        Description = payment.Description,
        Currency = payment.Amount.Currency.Code,
        Amount = payment.Amount.ToDecimal(),
        Accepted = true,
        Transactions = InOrder(returned.From(payment)),
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
