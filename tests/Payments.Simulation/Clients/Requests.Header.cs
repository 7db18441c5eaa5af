using System.Globalization;
using System.Text;
using Payments.Dialects.OrderCloud;
using Payments.Dialects.Wire;
using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.Clients;

/// <summary>
/// Requests under an <c>Idempotency-Key</c>, for operations without a key of their own: OrderCloud's through its own
/// dialect, the others around their use cases.
/// </summary>
internal sealed partial class Requests
{
    private const string IdempotencyKey = "idem";
    private const string HeaderKey = "header";

    private static readonly string[] TransactionTypes =
        [
            "CreditCardAuthorization", "CreditCardCapture", "CreditCardRefund", "CreditCardVoidAuthorization", "Note",
            "Charge", "credit", "CHARGEBACK",
        ];

    /// <summary>The request, sometimes with a key in its header if it creates one thing and has no key.</summary>
    private Request PerhapsWithHeader(KnownOrder order, Request request)
    {
        if (!request.IsPost || request.IsKeyed || _random.Next(2) == 0) return request;
        if (KeyOf(HeaderKey) is not { } key) return request;
        var dialect = new HeaderDialect(order.Organization);
        var wire = HeaderDialect.Request(key, $"{request.Number} {request.What}");
        var kept = new StoredResponses();
        return new Request
        {
            Number = request.Number,
            What = $"{request.What} under {key}",
            IsKeyed = true,
            Ask = async (useCases, mark, at) =>
            {
                var answer = await useCases.Repeats.HandleAsync(
                    wire,
                    dialect,
                    async (_, _) => HeaderDialect.Write(await request.Ask(useCases, mark, at)),
                    CancellationToken.None);
                return dialect.Read(answer) with
                {
                    Verify = (world, attempt) => kept.Check(answer, world, attempt),
                };
            },
            Learned = request.Learned,
        };
    }

    /// <summary>A storefront that chooses the id can name the payment before it has a response.</summary>
    private Request PostPayment(KnownOrder order)
    {
        var amount = _random.Next(6) == 0 ? "" : $"\"Amount\":{Decimal(Amount(1_000, 20_000))},";
        var own = _random.Next(2) == 0 ? PaymentId.From($"own{_number}") : (PaymentId?)null;
        var named = own is null ? "" : $"\"ID\":\"{own}\",";
        if (own is { } known) order.Payments.Add(known);
        return Post(
            order,
            "payments",
            mark => $$"""{{{named}}"Type":"CreditCard",{{amount}}"Description":"{{mark}}"}""",
            (useCases, call) => useCases.OrderCloudPayments.PostAsync(call, CancellationToken.None),
            id => RecordKey.For(PaymentId.From(id)),
            made =>
            {
                if (own is null) order.Payments.Add(((Payment)made).Id);
            });
    }

    private Request PostTransaction(KnownOrder order)
    {
        var payment = Any(order.Payments);
        var amount = _random.Next(4) == 0 ? "" : $"\"Amount\":{Decimal(Amount(100, 9_000))},";
        var start = $$"""{"Type":"{{Any(TransactionTypes)}}",{{amount}}"DateExecuted":"2026-03-01T09:00:00Z",""";
        return Post(
            order,
            $"payments/{payment}/transactions",
            mark => $$"""{{start}}"Succeeded":true,"ResultMessage":"{{mark}}"}""",
            (useCases, call) => useCases.OrderCloudTransactions.PostAsync(
                call, payment.Value, CancellationToken.None),
            id => RecordKey.For(payment, TransactionId.From(id)),
            made => order.Transactions.Add((((Transaction)made).Payment, ((Transaction)made).Id)));
    }

    private Request Post(
        KnownOrder order,
        string resource,
        Func<string, string> body,
        Func<UseCases, OrderCloudCall, Task<WireResponse>> post,
        Func<string, RecordKey> named,
        Action<Record> learned)
    {
        var key = KeyOf(IdempotencyKey);
        var address = LedgerAddress.ForOrder(order.Organization, order.Number);
        var kept = new StoredResponses();
        return new Request
        {
            Number = ++_number,
            What = $"post {body("")} to {resource} of {order.Number} {key}",
            IsKeyed = key is not null,
            Ask = async (useCases, mark, _) =>
            {
                var request = await useCases.OrderCloudCalls.PostAsync(
                    order.Organization, $"/v1/orders/All/{order.Number}/{resource}", body(mark), key);
                var answer = await useCases.Repeats.HandleAsync(
                    request,
                    useCases.OrderCloudDialect.At("All", order.Number.Value, Roles.Administrators),
                    (call, _) => post(useCases, call),
                    CancellationToken.None);
                var reply = answer.Status == 201
                    ? new Reply(null, address, new Named(named(answer.Headers["Location"].Split('/')[^1])))
                    : new Reply(RejectionOf(answer), address, null);
                return key is null
                    ? reply
                    : reply with { Verify = (world, attempt) => kept.Check(answer, world, attempt) };
            },
            Learned = learned,
        };
    }

    private static Rejection RejectionOf(WireResponse answer) => new(
        answer.Headers.ContainsKey("Retry-After") ? RejectionReason.KeyInProgress : RejectionReason.Conflict,
        Encoding.UTF8.GetString(answer.Body.Span));

    private static string Decimal(Money amount) => amount.ToDecimal().ToString(CultureInfo.InvariantCulture);
}
