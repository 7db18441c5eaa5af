using Payments.Handlers.Authorizations;
using Payments.Handlers.Captures;
using Payments.Handlers.Ports;
using Payments.Handlers.Refunds;
using Payments.Handlers.Writing;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Simulation.FaultInjection;

namespace Payments.Simulation.Clients;

/// <summary>Authorizations, captures and refunds.</summary>
internal sealed partial class Requests
{
    private static readonly string[] Tokens =
    [
        "tok-1", "tok-2", "tok-3", "tok-4", "tok-5", "tok-6",
        "tok-decline-cvv", "tok-capture-decline", "tok-capture-timeout",
        "tok-refund-decline", "tok-refund-decline-permanent", "tok-refund-timeout", "tok-refund-slow",
    ];

    private static readonly string[] PendingTokens = ["tok-capture-pending", "tok-refund-pending"];

    private Request Authorize(KnownOrder order)
    {
        var key = KeyOf(Authorization.Prefix);
        var token = Any(_faults.Strikes(FaultKind.ProcessorPending) ? PendingTokens : Tokens);
        OrderNumber? named = _random.Next(10) == 0 ? null : order.Number;
        Money? amount = named is not null && _random.Next(12) == 0 ? null : Amount(500, 25_000);
        Authorization? made = null;
        return new Request
        {
            Number = ++_number,
            What = $"authorize {amount} on {token} for {named} {key}",
            IsKeyed = key is not null,
            IsPost = true,
            Ask = async (useCases, mark, _) =>
            {
                var request = new AuthorizationRequest(
                    key, named, amount, null, token, false, new Customer(null, null, null), Marked(mark));

                // A PUT under the key is the same request, and so is one under the id that it got.
                var name = key is null ? null : _random.Next(4) switch
                {
                    0 => key.Value.Value,
                    1 => made?.Id.ToString(),
                    _ => null,
                };
                var answer = name is null
                    ? await useCases.Authorizations.AuthorizeAsync(order.Organization, request, CancellationToken.None)
                    : (await useCases.Authorizations.PutAsync(
                        order.Organization, name, request, CancellationToken.None))!;
                var ledger = (answer as Answer<Authorization>.Accepted)?.Result.Id.Ledger ?? default;
                return Reply.Of(answer, new LedgerAddress(order.Organization, ledger), made => made);
            },
            Learned = record => order.Authorizations.Add(made = (Authorization)record),
        };
    }

    private Request Reverse(KnownOrder order)
    {
        var known = Any(order.Authorizations);
        var name = NameOf(known.Id, known.Key);
        var address = new LedgerAddress(order.Organization, known.Id.Ledger);
        var restOnly = _random.Next(2) == 0;
        return new Request
        {
            Number = ++_number,
            What = $"{(restOnly ? "release the rest of" : "reverse")} {name}",
            IsRepeatable = true,
            Ask = async (useCases, _, _) =>
            {
                var answer = restOnly
                    ? await useCases.Reversals.ReleaseAsync(order.Organization, name, CancellationToken.None)
                    : await useCases.Reversals.ReverseAsync(order.Organization, name, CancellationToken.None);
                return Reply.Seen(order.Organization, (world, attempt) => answer switch
                {
                    null => Missed(world, attempt, address, known.RecordKey),
                    Answer<Authorization>.Accepted accepted => NotSo(
                        world, attempt, address with { Ledger = accepted.Result.Id.Ledger }, accepted.Result)
                        ?? (restOnly || accepted.Result.Status == AuthorizationStatus.Reversed
                            ? null
                            : $"{name} is not reversed"),
                    _ => null,
                });
            },
        };
    }

    private Request Capture(KnownOrder order)
    {
        var key = KeyOf(Ledger.Records.Capture.Prefix);
        var from = Any(order.Authorizations);
        Money? amount = _random.Next(5) == 0 ? null : Amount(100, 9_000);
        var name = _random.Next(2) == 0 ? from.Key.Value : from.Id.ToString();
        return new Request
        {
            Number = ++_number,
            What = $"capture {amount} of {name} {key}",
            IsKeyed = key is not null,
            IsPost = true,
            Ask = async (useCases, mark, _) => Reply.Of(
                await useCases.Captures.CaptureAsync(
                    order.Organization,
                    new CaptureRequest(key, name, amount, null, Marked(mark)),
                    CancellationToken.None),
                new LedgerAddress(order.Organization, from.Id.Ledger),
                made => made),
            Learned = made => order.Captures.Add((Capture)made),
        };
    }

    /// <summary>Half of the refunds by order number alone go back to cards, as always.</summary>
    private static readonly RefundTenders[] AllTenders =
    [
        RefundTenders.Card, RefundTenders.Card, RefundTenders.Card,
        RefundTenders.CardFirst, RefundTenders.CreditFirst, RefundTenders.Credit,
    ];

    private Request Refund(KnownOrder order)
    {
        var key = KeyOf(Ledger.Records.Refund.Prefix);
        var authorization = Any(order.Authorizations);
        var capture = order.Captures.Count > 0 ? Any(order.Captures) : null;
        Money? amount = _random.Next(6) == 0 ? null : Amount(50, 9_000);
        var request = _random.Next(5) switch
        {
            0 or 1 => new RefundRequest(key, order.Number, null, null, amount, null, Marked("")),
            2 => new RefundRequest(key, null, authorization.Id.ToString(), null, amount, null, Marked("")),
            3 when capture is not null => new RefundRequest(
                key, null, null, capture.Key.Value, amount, null, Marked("")),
            _ => new RefundRequest(
                key, order.Number, authorization.Key.Value, capture?.Id.ToString(), amount, null, Marked("")),
        };
        request = request with { UpTo = amount is not null && _random.Next(4) == 0 };
        if (request is { Authorization: null, Capture: null }) request = request with { Tenders = Any(AllTenders) };
        return new Request
        {
            Number = ++_number,
            What = $"refund {(request.UpTo ? "up to " : "")}{amount} of {request.Order} {request.Authorization} "
                + $"{request.Capture} {request.Tenders} {key}",
            IsKeyed = key is not null,
            IsPost = true,
            Ask = async (useCases, mark, _) =>
            {
                var answer = await useCases.Refunds.RequestAsync(
                    order.Organization, request with { Attributes = Marked(mark) }, CancellationToken.None);
                var ledger = (answer as Answer<RefundView>.Accepted)?.Result.Refund.Id.Ledger ?? default;
                return Reply.Of(answer, new LedgerAddress(order.Organization, ledger), view => view.Refund);
            },
            Learned = made => order.Refunds.Add((Refund)made),
        };
    }
}
