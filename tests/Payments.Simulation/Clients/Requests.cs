using System.Collections.Immutable;
using Payments.Handlers.Credits;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Simulation.Checks;
using Payments.Simulation.FaultInjection;

namespace Payments.Simulation.Clients;

/// <summary>Draws the storefronts' requests from all operations of the use cases.</summary>
internal sealed partial class Requests
{
    private const int OrdersAtMost = 5;
    private static readonly Currency Usd = Currency.Parse("USD");

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
            var organization = OrganizationId.From($"shop-{(char)('a' + _random.Next(4))}");
            _orders.Add(new KnownOrder(organization, OrderNumber.From($"order-{number}")));
        }
    }

    /// <summary>The requests that begin a run: the orders.</summary>
    public IEnumerable<Request> First() => _orders.Select(Register);

    /// <summary>Any request.</summary>
    public Request Next()
    {
        var order = Any(_orders);
        return PerhapsWithHeader(order, Next(order));
    }

    private Request Next(KnownOrder order) => _random.Next(120) switch
    {
        < 4 => Register(order),
        < 18 => Authorize(order),
        < 35 when order.Authorizations.Count > 0 => Capture(order),
        < 62 when order.Authorizations.Count > 0 => Refund(order),
        < 65 when order.Authorizations.Count > 0 => Reverse(order),
        < 69 => CreditPayment(order),
        < 73 => PutCreditPayment(order),
        < 75 when order.CreditPayments.Count > 0 => RemoveCreditPayment(order),
        < 81 => Credit(order),
        < 84 => CreatePayment(order),
        < 87 => PostPayment(order),
        < 91 when order.Payments.Count > 0 => Record(order),
        < 95 when order.Payments.Count > 0 => PostTransaction(order),
        < 97 when order.Payments.Count > 0 => Change(order),
        < 100 when order.Payments.Count > 0 => Remove(order),
        < 106 when order.Captures.Count > 0 => Identify(order),
        < 111 => Read(order),
        < 116 => List(order),
        < 120 when order.Refunds.Count > 0 => Cancel(order),
        _ => Authorize(order),
    };

    private Request Register(KnownOrder order)
    {
        var total = Amount(20_000, 120_000);
        var address = LedgerAddress.ForOrder(order.Organization, order.Number);
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

    private Request Credit(KnownOrder order)
    {
        var key = KeyOf(Ledger.Records.Credit.Prefix) ?? Key.From($"credit-{_number}");
        var amount = _random.Next(8) == 0 ? Any(ScriptedAmounts) : Amount(100, 9_000);
        var number = _random.Next(4) == 0 ? "4012001915677112" : "4005550000000019";
        OrderNumber? named = _random.Next(3) == 0 ? null : order.Number;
        return new Request
        {
            Number = ++_number,
            What = $"credit of {amount} to {number} for {named} {key}",
            IsKeyed = true,
            KeyLifetime = CreditHandler.RequestKeyLifetime,
            Ask = async (useCases, mark, _) =>
            {
                var answer = await useCases.Credits.GiveAsync(
                    order.Organization,
                    new CreditRequest(
                        new CreditTerms(
                            key,
                            named,
                            amount,
                            new CardSummary(number[..8], number[^4..], "VISA", "02", "2035"),
                            ImmutableDictionary<string, string>.Empty.Add(Marks.Attribute, mark),
                            Fingerprint.Compute(named, amount, number, mark)),
                        new CreditInstrument.Card(new CardNumber(number), new CardExpiry(2035, 2))),
                    CancellationToken.None);
                var ledger = (answer as Answer<Credit>.Accepted)?.Result.Id.Ledger ?? default;
                return Reply.Of(answer, new LedgerAddress(order.Organization, ledger), credit => credit);
            },
            Learned = made => order.Credits.Add((Credit)made),
        };
    }

    /// <summary>An amount for which the sandbox's script times out, takes long, or declines; in whole units.</summary>
    private static readonly Money[] ScriptedAmounts =
        [.. new[] { 5_008, 5_030, 6_001, 6_002, 6_003, 6_004 }.Select(units => new Money(units * 100L, Usd))];

    /// <summary>
    /// A key for two of three requests: a new one, or, as a caller's mistake, one that was used for something else.
    /// </summary>
    private Key? KeyOf(string kind)
    {
        var used = _keys.Where(known => known.Kind == kind).ToList();
        if (used.Count > 0 && _faults.Strikes(FaultKind.KeyWithOtherBody)) return Any(used).Key;
        return _random.Next(3) == 0 ? null : NewKey(kind);
    }

    private Key NewKey(string kind)
    {
        var key = Key.From($"{kind}-key-{_number}");
        _keys.Add((kind, key));
        return key;
    }

    private static ImmutableDictionary<string, string> Marked(string mark) =>
        ImmutableDictionary<string, string>.Empty.Add(Marks.Attribute, mark);

    private Money Amount(int least, int most) => new(_random.Next(least, most), Usd);

    private T Any<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
