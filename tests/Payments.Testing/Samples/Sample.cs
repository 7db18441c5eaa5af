using System.Collections.Immutable;
using System.Globalization;
using Payments.Handlers.Ports;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Testing.Samples;

/// <summary>Ledgers and records for tests to start from.</summary>
public static class Sample
{
    public static Currency Usd { get; } = Currency.Parse("USD");

    public static DateTimeOffset At { get; } =
        new DateTimeOffset(2026, 3, 1, 12, 30, 15, TimeSpan.Zero).AddTicks(1234567);

    /// <summary>An address that no other test uses.</summary>
    public static LedgerAddress Address(string organization = "shop") => LedgerAddress.ForOrder(
        OrganizationId.From($"{organization}-{Guid.NewGuid():N}"), OrderNumber.From("1001"));

    public static CreditPayment CreditPayment(LedgerAddress address, string description = "Gift card")
    {
        var id = Id<CreditPayment>.New(address.Ledger, Guid.CreateVersion7());
        var amount = new Money(100, Usd);
        return new CreditPayment(
            id,
            Key.From(id.ToString()),
            OrderNumber.From("1001"),
            description,
            amount,
            amount,
            ImmutableDictionary<string, string>.Empty.Add("channel", "web"),
            At);
    }

    /// <summary>A change of a head, or of a new ledger, that affects records.</summary>
    public static LedgerChanges Changes(LedgerHead? head, params ReadOnlySpan<(ChangeType, Record)> records) =>
        LedgerChanges.Create(head ?? LedgerHead.Open(Usd), At, records);

    /// <summary>A change that inserts records.</summary>
    public static LedgerChanges Inserting(LedgerHead? head, params IEnumerable<Record> records) =>
        Changes(head, [.. records.Select(record => (ChangeType.Insert, record))]);

    /// <summary>A ledger with one authorization and some captures of it, each of 75 dollars.</summary>
    public static LedgerHead HeadWithCaptures(LedgerAddress address, int count)
    {
        var zero = Money.Zero(Usd);
        var amount = new Money(7_500, Usd);
        var total = new Money(7_500 * count, Usd);
        var authorization = Id<Authorization>.New(address.Ledger, Guid.CreateVersion7());
        return LedgerHead.Open(Usd) with
        {
            Order = new Order(OrderNumber.From("1001"), total, zero),
            Authorizations =
            [
                new AuthorizationBalance(
                    authorization, Key.From("first"), null, total, total, zero, zero, At.AddDays(7)),
            ],
            Captures =
            [
                .. Enumerable.Range(0, count).Select(number => new CaptureBalance(
                    Id<Capture>.New(address.Ledger, Guid.CreateVersion7()),
                    authorization,
                    amount,
                    zero,
                    zero,
                    zero,
                    At.AddTicks(number))),
            ],
        };
    }

    /// <summary>A refund of a whole ledger, accepted but not allocated.</summary>
    public static Refund Refund(LedgerAddress address, long minorUnits)
    {
        var id = Id<Refund>.New(address.Ledger, Guid.CreateVersion7());
        return new Refund(
            id,
            Key.From(id.ToString()),
            OrderNumber.From("1001"),
            new AuthorizationName(Id<Authorization>.New(address.Ledger, Guid.CreateVersion7()), Key.From("a-1")),
            RefundScope.WholeLedger,
            new Money(minorUnits, Usd),
            AllocationPolicy.FewestCaptures,
            [],
            Money.Zero(Usd),
            RefundStatus.Pending,
            ImmutableDictionary<string, string>.Empty,
            At);
    }

    /// <summary>Texts that storage or JSON might stumble over.</summary>
    public static IReadOnlyList<string> DifficultTexts { get; } =
    [
        "a/b", @"a\b", "a#b", "a?b", "a%2Fb", "a'b", "a|b", "a!002fb", "tab\tand\nline", "a\u0085b", "Grüße",
        "支付",
        "💳", "\"quoted\"", "<b>&amp;</b>", " spaces ", "a+b=c", new string('k', Key.MaxLength),
        string.Create(CultureInfo.InvariantCulture, $"{long.MaxValue}"),
    ];

    /// <summary>Those that can be keys, and keys that storage or JSON might confuse.</summary>
    public static IReadOnlyList<Key> DifficultKeys { get; } =
    [
        .. DifficultTexts.Where(text => Key.TryFrom(text, out _)).Select(Key.From),
        Key.From("k"), Key.From("K"), Key.From("k "), Key.From("é"), Key.From("e\u0301"),
    ];

    /// <summary>Those that can be order numbers.</summary>
    public static IReadOnlyList<OrderNumber> DifficultOrderNumbers { get; } =
        [.. DifficultTexts.Where(text => OrderNumber.TryFrom(text, out _)).Select(OrderNumber.From)];

    /// <summary>Ids of payments and transactions, from the shortest to the longest.</summary>
    public static IReadOnlyList<string> OrderCloudIds { get; } =
        ["-", "_", "0", "a-b", "Zk3qT0uYbUOe1x7sPz-9Lw", new string('p', OrderCloudId.MaxLength)];
}
