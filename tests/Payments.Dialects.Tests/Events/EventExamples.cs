using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Payments.Dialects.Events;
using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Events;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.Tests.Events;

/// <summary>An event of each type, as docs/events.md shows it.</summary>
internal static class EventExamples
{
    /// <summary>A token, which no event may contain.</summary>
    public const string Token = "tok-secret-card";

    private static readonly JsonSerializerOptions Indented = new(CloudEventModel.Options) { WriteIndented = true };

    private static readonly DateTimeOffset At = new(2026, 3, 14, 9, 26, 53, TimeSpan.Zero);
    private static readonly OrderNumber Order = OrderNumber.From("o-1");
    private static readonly LedgerAddress Address = LedgerAddress.ForOrder(OrganizationId.From("demo"), Order);
    private static readonly Decline Declined =
        new(DeclineReason.AccountClosed, "14", "Account closed", Permanent: true);
    private static readonly ImmutableDictionary<string, string> None = ImmutableDictionary<string, string>.Empty;

    private static readonly Authorization Authorization = new(
        Id<Authorization>(1),
        Key.From("a-1"),
        Order,
        Payment: null,
        Dollars(100),
        AuthorizationStatus.Authorized,
        Token,
        MerchantOfRecord: false,
        new Customer("Ada", "Lovelace", "ada@shop.example"),
        None,
        "sandbox-1",
        At,
        At.AddDays(7));

    private static readonly Capture Capture = new(
        Id<Capture>(2),
        Key.From("c-1"),
        Authorization.Id,
        Authorization.Key,
        Order,
        Dollars(60),
        new CaptureOutcome.Succeeded("sandbox-2"),
        None,
        "sandbox-1",
        At);

    private static readonly Refund Refund = new(
        Id<Refund>(3),
        Key.From("r-1"),
        Order,
        new AuthorizationName(Authorization.Id, Authorization.Key),
        new RefundScope.AllCaptures(),
        Dollars(45),
        AllocationPolicy.FewestCaptures,
        [],
        Dollars(0),
        RefundStatus.Pending,
        None,
        At);

    private static readonly CreditPayment CreditPayment = new(
        Id<CreditPayment>(4), Key.From("p-1"), Order, "Gift card", Dollars(10), Dollars(50), None, At);

    private static readonly Credit Credit = new(
        Payments.Ledger.Identity.Id<Credit>.NewShort(Address.Ledger, new Guid(5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5)),
        Order,
        Dollars(5),
        new CardSummary("400555", "0019", "VISA", "02", "2035"),
        None,
        new CreditAnswer.Approved("sandbox-5", "OK1234"),
        CreditStatus.Authorized,
        At);

    private static readonly Payment Payment = new(
        PaymentId.From("pay-1"), PaymentType.CreditCard, Dollars(100), "card-1", null, null, true, At, null);

    /// <summary>The entries, one of each kind.</summary>
    public static IReadOnlyDictionary<EventKind, JournalEntry> Entries { get; } = Enum.GetValues<EventKind>()
        .ToDictionary(kind => kind, kind => new JournalEntry(
            12, At, ChangeType.Update, ToRecord(kind), Commit: 7, Event: kind));

    /// <summary>What a reconciliation found of a day.</summary>
    public static DifferencesFound Differences { get; } = new(
        new DateOnly(2026, 3, 14),
        ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal)
            .Add("ReturnNotLearned", 2)
            .Add("MovedTwice", 1));

    /// <summary>That event as text, indented for people.</summary>
    public static string ToText(DifferencesFound found) =>
        JsonSerializer.Serialize(CloudEventModel.Differences(Address.Organization, found), Indented);

    /// <summary>An event as text, indented for people.</summary>
    public static string ToText(EventKind kind) =>
        JsonSerializer.Serialize(CloudEventModel.From(Address, Entries[kind]), Indented);

    /// <summary>An event as it is delivered.</summary>
    public static JsonNode ToJson(EventKind kind) =>
        JsonNode.Parse(new CloudEventWriter().Write(Address, Entries[kind]).Span)!;

    private static Payments.Ledger.Records.Record ToRecord(EventKind kind) => kind switch
    {
        EventKind.AuthorizationAuthorized or EventKind.AuthorizationDeleted => Authorization,
        EventKind.AuthorizationReleased or EventKind.AuthorizationUpdated =>
            Authorization with { Released = Dollars(40) },
        EventKind.AuthorizationReversed => Authorization with { Status = AuthorizationStatus.Reversed },
        EventKind.CaptureSucceeded or EventKind.CaptureDeleted => Capture,
        EventKind.CaptureVoided => Capture with { Outcome = new CaptureOutcome.Voided("sandbox-2", At) },
        EventKind.CaptureDisputed => Capture with { Disputes = [Dispute(DisputeStatus.Open)] },
        EventKind.CaptureDisputeWon => Capture with { Disputes = [Dispute(DisputeStatus.Won)] },
        EventKind.CaptureDisputeLost => Capture with { Disputes = [Dispute(DisputeStatus.Lost)] },
        EventKind.CaptureFailed => Capture with { Outcome = new CaptureOutcome.Declined(Declined) },
        EventKind.RefundRequested => Refund,
        EventKind.RefundSucceeded or EventKind.RefundDeleted => Refund with
        {
            Status = RefundStatus.Succeeded,
            Allocations = [Part(1, 45, new AllocationOutcome.Succeeded("sandbox-3", At))],
        },
        EventKind.RefundFailed => Refund with
        {
            Status = RefundStatus.Failed,
            Allocations = [Part(1, 45, new AllocationOutcome.Declined(Declined, At))],
            Released = Dollars(45),
        },
        EventKind.RefundReversed => Refund with
        {
            Status = RefundStatus.Failed,
            Allocations = [Part(1, 45, new AllocationOutcome.FailedLater("sandbox-3", At, Declined, At))],
            Released = Dollars(45),
        },
        EventKind.RefundCanceled => Refund with { Status = RefundStatus.Canceled, Released = Dollars(45) },
        EventKind.CreditPaymentCreated or EventKind.CreditPaymentUpdated or EventKind.CreditPaymentDeleted =>
            CreditPayment,
        EventKind.CreditAuthorized => Credit,
        EventKind.CreditDeclined => Credit with
        {
            Status = CreditStatus.Declined,
            Answer = new CreditAnswer.Declined(Declined),
        },
        EventKind.CreditSettled => Credit with { Status = CreditStatus.Settled },
        EventKind.CreditFailed => Credit with { Status = CreditStatus.Failed },
        EventKind.PaymentCreated or EventKind.PaymentUpdated or EventKind.PaymentDeleted => Payment,
        _ => throw new InvalidOperationException($"docs/events.md needs an example of {kind}."),
    };

    private static Dispute Dispute(DisputeStatus status) => new("dp-1", Dollars(60), status);

    private static Allocation Part(int number, decimal amount, AllocationOutcome outcome) =>
        new(number, Capture.Id, Dollars(amount), outcome);

    private static Id<T> Id<T>(int n) where T : IIdentified =>
        Payments.Ledger.Identity.Id<T>.New(Address.Ledger, new Guid(n, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)n));

    private static Money Dollars(decimal amount) =>
        Money.TryFromDecimal(amount, Currency.Parse("USD"), out var money)
            ? money
            : throw new ArgumentException($"{amount} is no amount.");
}
