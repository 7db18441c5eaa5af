using Payments.Ledger.Authorizations;
using Payments.Ledger.Balances;
using Payments.Ledger.Captures;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Refunds;

namespace Payments.Ledger.Tests;

/// <summary>The order, times, ids and heads that tests start from.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    public static readonly Currency Usd = Currency.Parse("USD");
    public static readonly Currency Eur = Currency.Parse("EUR");
    public static readonly OrderNumber Number = OrderNumber.From("1001");
    public static readonly LedgerId Ledger = LedgerId.ForOrder(Number);
    public static readonly ImmutableDictionary<string, string> NoAttributes = ImmutableDictionary<string, string>.Empty;

    /// <summary>An amount in US cents.</summary>
    public static Money Cents(long count) => new(count, Usd);

    /// <summary>The <paramref name="n"/>th unique number: later ones sort after earlier ones.</summary>
    public static Guid Unique(int n) => new(n, 0, 0, new byte[8]);

    public static Id<T> Id<T>(int n) where T : IIdentified => Ledger.Id<T>(n);

    public static Id<T> Id<T>(this LedgerId ledger, int n) where T : IIdentified =>
        Payments.Ledger.Identity.Id<T>.New(ledger, Unique(n));

    /// <summary>A ledger with an order.</summary>
    public static LedgerHead Order(long total, Currency? currency = null) =>
        LedgerHead.Open(currency ?? Usd) with
        {
            Order = new Order(Number, new Money(total, currency ?? Usd), Money.Zero(currency ?? Usd)),
        };

    public static Authorize Authorize(
        int n, long? amount, Currency? currency = null, DateTimeOffset? at = null, bool forOrder = true) => new(
        Id<Authorization>(n),
        new AuthorizationRequest(
            Key: null,
            forOrder ? Number : null,
            amount is { } count ? new Money(count, currency ?? Usd) : null,
            Currency: null,
            "token",
            MerchantOfRecord: false,
            new Customer(null, null, null),
            NoAttributes),
        ProcessorName.Sandbox,
        at ?? Start,
        (at ?? Start).AddDays(7));

    public static TakeCapture TakeCapture(
        int n, long? amount, Currency? currency = null, DateTimeOffset? at = null) => new(
        Id<Capture>(n),
        new CaptureRequest(
            Key: null,
            "authorization",
            amount is { } count ? new Money(count, currency ?? Usd) : null,
            Currency: null,
            NoAttributes),
        at ?? Start);

    public static RequestRefund RequestRefund(
        int n,
        long? amount = null,
        int? authorization = null,
        int? capture = null,
        DateTimeOffset? at = null,
        AllocationPolicy policy = AllocationPolicy.FewestCaptures) => new(
        Id<Refund>(n),
        new RefundRequest(
            Key: null,
            Order: null,
            Authorization: null,
            Capture: null,
            amount is { } count ? Cents(count) : null,
            Currency: null,
            NoAttributes),
        authorization is { } a ? Id<Authorization>(a) : null,
        capture is { } c ? Id<Capture>(c) : null,
        policy,
        at ?? Start);

    /// <summary>The same, of another request.</summary>
    public static Authorize With(
        this Authorize command, Func<AuthorizationRequest, AuthorizationRequest> change) =>
        command with { Request = change(command.Request) };

    /// <summary>The same, of another request.</summary>
    public static TakeCapture With(this TakeCapture command, Func<CaptureRequest, CaptureRequest> change) =>
        command with { Request = change(command.Request) };

    /// <summary>The same, of another request.</summary>
    public static RequestRefund With(this RequestRefund command, Func<RefundRequest, RefundRequest> change) =>
        command with { Request = change(command.Request) };

    /// <summary>The same, of another request.</summary>
    public static RecordCreditPayment With(
        this RecordCreditPayment command, Func<CreditPaymentRequest, CreditPaymentRequest> change) =>
        command with { Request = change(command.Request) };

    /// <summary>The head with one more authorization, created by the ledger's own decision.</summary>
    public static LedgerHead Authorized(this LedgerHead head, int n, long amount, DateTimeOffset? at = null) =>
        AuthorizationDecisions
            .Decide(head, Authorize(n, amount, head.Currency, at, forOrder: head.Order is not null), $"auth-{n}")
            .ShouldBeAccepted(out _);

    /// <summary>The head with one more successful capture.</summary>
    public static LedgerHead Captured(
        this LedgerHead head, int n, int authorization, long amount, DateTimeOffset? at = null)
    {
        var from = AuthorizationRecord(head.Find(Id<Authorization>(authorization))!);
        var begun = CaptureDecisions
            .Begin(head, from, TakeCapture(n, amount, head.Currency, at))
            .ShouldBeAccepted(out var capture);
        return CaptureDecisions.Conclude(begun, capture, Done, at ?? Start)!.Value.Changes.Head;
    }

    /// <summary>The record of an authorization in the head.</summary>
    public static Authorization AuthorizationRecord(AuthorizationBalance balance) => new(
        balance.Id,
        balance.Key,
        Number,
        balance.Payment,
        balance.Amount,
        balance.Reversed ? AuthorizationStatus.Reversed : AuthorizationStatus.Authorized,
        "token",
        MerchantOfRecord: false,
        new Customer(null, null, null),
        NoAttributes,
        "auth",
        Start,
        balance.ExpiresAt);

    public static ProcessorOutcome Done { get; } = new ProcessorOutcome.Succeeded("done");

    public static ProcessorOutcome Accepted { get; } = new ProcessorOutcome.Accepted("held");

    public static ProcessorOutcome Declined { get; } = new ProcessorOutcome.Declined(
        new Decline(DeclineReason.Unspecified, "05", "Do not honour"));

    public static ProcessorOutcome DeclinedForGood { get; } =
        new ProcessorOutcome.Declined(
            new Decline(DeclineReason.AccountClosed, "14", "Closed account", Permanent: true));

    public static IReadOnlyDictionary<int, ProcessorOutcome> NoOutcomes { get; } =
        ImmutableDictionary<int, ProcessorOutcome>.Empty;
}
