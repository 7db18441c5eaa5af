using Payments.Handlers.Ports;
using Payments.Handlers.Storefront;
using Payments.Handlers.Writing;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Storefront;

namespace Payments.Dialects.Tests.Flow.Lists;

/// <summary>
/// A shop with one order on which things happen, and the observed states of each resource: after each step, and
/// whenever the processor is called.
/// </summary>
public sealed class ObservedShop : IDisposable
{
    private static readonly OrderNumber Order = OrderNumber.From("c-1");
    private static readonly PaymentId Payment = PaymentId.From("p-1");

    private readonly FlowShop _shop = new();
    private readonly Random _random;
    private readonly Dictionary<(string List, string Id), List<string>> _seen = [];
    private readonly HashSet<string> _transactions = [];
    private int _steps;

    public ObservedShop(int seed)
    {
        _random = new Random(seed);
        Lister = new FlowLister(_shop.Service);
        _shop.Service.Processor.Script = operation =>
        {
            LookAsync().GetAwaiter().GetResult();
            return operation switch
            {
                AuthorizeFunds => null,
                _ when _random.Next(3) == 0 => new ProcessorResponse.Declined(
                    new Decline(DeclineReason.Unspecified, "005", "Do not honour")),
                _ => null,
            };
        };
    }

    public FlowLister Lister { get; }

    /// <summary>The observed states of each resource, as text; empty after its deletion.</summary>
    public IReadOnlyDictionary<(string List, string Id), List<string>> Seen => _seen;

    public async Task OpenAsync()
    {
        await _shop.PutOrder(Order.Value, """{"currency":"USD","total":1000}""");
        var payment = new Payment(
            Payment, PaymentType.CreditCard, Dollars(600), null, null, null, true, Now, null);
        await _shop.Service.Get<StorefrontPaymentHandler>().CreateAsync(ServiceUnderTest.Demo, Order, payment, default);
    }

    /// <summary>Does one of the things that can happen; a rejection is fine too.</summary>
    public async Task StepAsync()
    {
        _steps++;
        if (_random.Next(4) > 0) _shop.Service.Time.Advance(TimeSpan.FromSeconds(1));
        await (_random.Next(9) switch
        {
            0 => _shop.Credit(
                $$"""{"order_number":"c-1","description":"Gift","amount":{{Amount}},"max":99,"currency":"USD"}"""),
            1 => _shop.Authorize(
                $$"""
                {
                  "discriminator": "merchant_of_record_authorization_form", "token": "t",
                  "order_number": "c-1", "amount": {{Amount}}
                }
                """),
            2 or 3 => CaptureAsync(),
            4 => _shop.Refund($$"""{"order_number":"c-1","amount":{{Amount}}}"""),
            5 => RecordAsync(),
            6 => RemoveAsync(),
            _ => _shop.Service.DrainAsync(),
        });
        await LookAsync();
    }

    public void Dispose() => _shop.Dispose();

    private DateTimeOffset Now => _shop.Service.Time.GetUtcNow();

    private int Amount => _random.Next(1, 60);

    private async Task CaptureAsync()
    {
        var authorizations = Known("authorizations");
        if (authorizations.Length == 0) return;
        var from = authorizations[_random.Next(authorizations.Length)];
        await _shop.Capture($$"""{"authorization_id":"{{from}}","amount":{{Amount}}}""");
    }

    /// <summary>Records a storefront's sale, which becomes an authorization and a capture.</summary>
    public async Task RecordAsync()
    {
        var (id, amount) = ($"t-{_steps}", Amount);
        var transaction = new Transaction(
            Payment, TransactionId.From(id), "CreditCardCapture", Now, amount, "USD", true, "00", "ok", null,
            TransactionEffect.None, Now);
        var answer = await _shop.Service.Get<StorefrontPaymentHandler>().RecordAsync(
            ServiceUnderTest.Demo,
            Order,
            new TransactionRequest(transaction, TransactionMeaning.Capture, Dollars(amount)),
            default);
        if (answer is Answer<LoadedLedger>.Accepted) _transactions.Add(id);
    }

    /// <summary>Removes a recorded sale, and its capture unless a refund depends on it.</summary>
    public async Task RemoveAsync()
    {
        if (_transactions.Count == 0) return;
        var id = _transactions.First();
        _shop.Service.Time.Advance(TimeSpan.FromSeconds(1));
        await _shop.Service.Get<StorefrontPaymentHandler>().RemoveAsync(
            ServiceUnderTest.Demo, Order, Payment, TransactionId.From(id), Scopes.All, default);
        _transactions.Remove(id);
    }

    private string[] Known(string list) => [.. _seen
        .Where(seen => seen.Key.List == list && seen.Value[^1].Length > 0)
        .Select(seen => seen.Key.Id)];

    /// <summary>Notes the state of each resource that has changed.</summary>
    public async Task LookAsync()
    {
        foreach (var list in FlowLister.Lists.Where(list => !list.EndsWith("versions", StringComparison.Ordinal)))
        {
            var answer = await Lister.Ask(list, "?limit=100");
            Assert.True(answer.Status == 200, answer.Text);
            var found = answer.Body.EnumerateArray().ToDictionary(
                item => item.GetProperty("id").GetString()!, item => item.GetRawText());
            foreach (var id in found.Keys) _seen.TryAdd((list, id), []);
            foreach (var (resource, states) in _seen.Where(seen => seen.Key.List == list))
            {
                var state = found.GetValueOrDefault(resource.Id, "");
                if (states.Count == 0 || states[^1] != state) states.Add(state);
            }
        }
    }

    private static Money Dollars(int amount) => new(amount * 100, Currency.Parse("USD"));
}
