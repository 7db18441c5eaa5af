using System.Collections.Immutable;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Simulation;

/// <summary>Draws what storefronts ask for, of all that the use cases offer.</summary>
internal sealed partial class Requests
{
    private const int OrdersAtMost = 5;
    private static readonly Currency Usd = Currency.Of("USD");

    private readonly Random _random;
    private readonly List<KnownOrder> _orders = [];
    private readonly List<(string Kind, Key Key)> _keys = [];
    private readonly Faults _faults;
    private int _number;

    public Requests(Random random, Faults faults)
    {
        _random = random;
        _faults = faults;
        var orders = _random.Next(1, OrdersAtMost + 1);
        for (var number = 0; number < orders; number++)
        {
            var organization = new OrganizationId($"shop-{(char)('a' + _random.Next(4))}");
            _orders.Add(new KnownOrder(organization, new OrderNumber($"order-{number}")));
        }
    }

    /// <summary>The requests that a run begins with: the orders themselves.</summary>
    public IEnumerable<Request> First() => _orders.Select(Register);

    /// <summary>Any request.</summary>
    public Request Next()
    {
        var order = Any(_orders);
        return _random.Next(100) switch
        {
            < 4 => Register(order),
            < 18 => Authorize(order),
            < 36 when order.Authorizations.Count > 0 => Capture(order),
            < 66 when order.Authorizations.Count > 0 => Refund(order),
            < 73 => CreditPayment(order),
            < 80 => Credit(order),
            < 85 => CreatePayment(order),
            < 94 when order.Payments.Count > 0 => Record(order),
            < 97 when order.Payments.Count > 0 => Change(order),
            _ when order.Payments.Count > 0 => Remove(order),
            _ => Authorize(order),
        };
    }

    private Request Register(KnownOrder order)
    {
        var total = Amount(20_000, 120_000);
        var address = LedgerAddress.Of(order.Organization, order.Number);
        return new Request
        {
            Number = ++_number,
            What = $"register {order.Number} of {total}",
            Ask = async (useCases, _, _) => Reply.Of(
                await useCases.Orders.RegisterAsync(
                    order.Organization, order.Number, total, Money.Zero(Usd), CancellationToken.None),
                address,
                _ => null),
        };
    }

    private Request CreditPayment(KnownOrder order)
    {
        var (key, amount) = (KeyOf(Ledger.CreditPayment.Prefix), Amount(100, 9_000));
        return new Request
        {
            Number = ++_number,
            What = $"credit payment of {amount} for {order.Number} {key}",
            IsKeyed = key is not null,
            Ask = async (useCases, mark, _) => Reply.Of(
                await useCases.CreditPayments.RecordAsync(
                    order.Organization,
                    new CreditPaymentRequest(key, order.Number, "Gift card", amount, amount, Marked(mark)),
                    CancellationToken.None),
                LedgerAddress.Of(order.Organization, order.Number),
                payment => payment),
        };
    }

    private Request Credit(KnownOrder order)
    {
        var key = KeyOf(Ledger.Credit.Prefix) ?? new Key($"credit-{_number}");
        var amount = _random.Next(8) == 0 ? Any(ScriptedAmounts) : Amount(100, 9_000);
        var number = _random.Next(4) == 0 ? "4012001915677112" : "4005550000000019";
        OrderNumber? named = _random.Next(3) == 0 ? null : order.Number;
        var ledger = named is { } known ? LedgerId.OfOrder(known) : LedgerId.OfKey(Ledger.Credit.Prefix, key);
        return new Request
        {
            Number = ++_number,
            What = $"credit of {amount} to {number} for {named} {key}",
            IsKeyed = true,
            Ask = async (useCases, mark, _) => Reply.Of(
                await useCases.Credits.GiveAsync(
                    order.Organization,
                    new CreditRequest(
                        key,
                        named,
                        amount,
                        new CreditInstrument.Card(new CardNumber(number), "02", "2035"),
                        new CardSummary(number[..8], number[^4..], "VISA", "02", "2035"),
                        new CreditOrigin(key.Value, "PaymentCard", "ECOM", null, null, null, mark, null)),
                    CancellationToken.None),
                new LedgerAddress(order.Organization, ledger),
                credit => credit),
        };
    }

    /// <summary>What the sandbox's script lets time out, take long, or decline: in whole units.</summary>
    private static readonly Money[] ScriptedAmounts =
        [.. new[] { 5_008, 5_030, 6_001, 6_002, 6_003, 6_004 }.Select(units => new Money(units * 100L, Usd))];

    /// <summary>
    /// A key for two of three requests: a new one, or where a caller makes that mistake, one that was used for
    /// something else.
    /// </summary>
    private Key? KeyOf(string kind)
    {
        var used = _keys.Where(known => known.Kind == kind).ToList();
        if (used.Count > 0 && _faults.Strikes(FaultKind.KeyWithOtherBody)) return Any(used).Key;
        if (_random.Next(3) == 0) return null;
        var key = new Key($"{kind}-key-{_number}");
        _keys.Add((kind, key));
        return key;
    }

    private static ImmutableDictionary<string, string> Marked(string mark) =>
        ImmutableDictionary<string, string>.Empty.Add(Marks.Attribute, mark);

    private Money Amount(int least, int most) => new(_random.Next(least, most), Usd);

    private T Any<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
