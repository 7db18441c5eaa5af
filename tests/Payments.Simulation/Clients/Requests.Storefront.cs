using Payments.Handlers.Ports;
using Payments.Handlers.Storefront;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Ledger.Storefront;

namespace Payments.Simulation.Clients;

/// <summary>Payments and transactions that a storefront records, changes and removes.</summary>
internal sealed partial class Requests
{
    private Request CreatePayment(KnownOrder order)
    {
        var id = PaymentId.From($"pay{(_random.Next(8) == 0 ? _random.Next(_number) : _number)}");
        Money? amount = _random.Next(6) == 0 ? null : Amount(1_000, 20_000);
        // Payments other than cards leave less to cards, so they are few.
        var type = _random.Next(4) == 0 ? PaymentType.PurchaseOrder : PaymentType.CreditCard;
        var accepted = _random.Next(3) > 0;
        return new Request
        {
            Number = ++_number,
            What = $"payment {id} ({type}, accepted: {accepted}) of {amount} on {order.Number}",
            IsMarkedPerTry = true,
            Ask = async (useCases, mark, at) => Reply.Of(
                await useCases.Storefront.CreateAsync(
                    order.Organization,
                    order.Number,
                    new Payment(id, type, amount, null, null, mark, accepted, at, null),
                    CancellationToken.None),
                LedgerAddress.ForOrder(order.Organization, order.Number),
                payment => payment),
            Learned = _ => order.Payments.Add(id),
        };
    }

    private Request Record(KnownOrder order)
    {
        var payment = Any(order.Payments);
        var id = TransactionId.From($"txn{(_random.Next(8) == 0 ? _random.Next(_number) : _number)}");
        var meaning = (TransactionMeaning)_random.Next(Enum.GetValues<TransactionMeaning>().Length);
        Money? amount = _random.Next(4) == 0 ? null : Amount(100, 9_000);
        return new Request
        {
            Number = ++_number,
            What = $"{meaning} {id} of {amount} on {payment} of {order.Number}",
            IsMarkedPerTry = true,
            Ask = async (useCases, mark, at) => Reply.Of(
                await useCases.Storefront.RecordAsync(
                    order.Organization,
                    order.Number,
                    new TransactionRequest(
                        new Transaction(
                            payment, id, meaning.ToString(), at, null, null, true, null, mark, null,
                            TransactionEffect.None, at),
                        meaning,
                        amount)
                    {
                        Scopes = Scopes.All,
                    },
                    CancellationToken.None),
                LedgerAddress.ForOrder(order.Organization, order.Number),
                loaded => loaded.Records.GetValueOrDefault(RecordKey.For(payment, id))),
            Learned = _ => order.Transactions.Add((payment, id)),
        };
    }

    private Request Change(KnownOrder order)
    {
        var id = Any(order.Payments);
        Money? amount = _random.Next(6) == 0 ? null : Amount(_random.Next(4) == 0 ? 0 : 500, 20_000);
        var accepted = _random.Next(3) > 0;
        // A posted payment is identified by the id in its response, and goes by that from then on.
        PaymentId? renamed = id.Value.StartsWith("pay", StringComparison.Ordinal) && _random.Next(4) == 0
            ? PaymentId.From($"name{_random.Next(_number)}")
            : null;
        return new Request
        {
            Number = ++_number,
            What = $"change payment {id} of {order.Number} to {amount}, accepted: {accepted}, named {renamed}",
            IsMarkedPerTry = true,
            Ask = async (useCases, mark, _) =>
            {
                var written = await useCases.Storefront.ChangeAsync(
                    order.Organization,
                    order.Number,
                    id,
                    payment => payment with
                    {
                        Amount = amount,
                        Accepted = accepted,
                        Description = mark,
                        Renamed = renamed ?? payment.Renamed,
                    },
                    CancellationToken.None);
                return Reply.Of(
                    written.ToAnswer(Handlers.Writing.Outcome.Updated),
                    LedgerAddress.ForOrder(order.Organization, order.Number),
                    payment => payment);
            },
        };
    }

    private Request Remove(KnownOrder order)
    {
        var payment = Any(order.Payments);
        var address = LedgerAddress.ForOrder(order.Organization, order.Number);
        if (order.Transactions.Count > 0 && _random.Next(3) > 0)
        {
            var transaction = Any(order.Transactions);
            return new Request
            {
                Number = ++_number,
                What = $"remove {transaction} of {order.Number}",
                Removes = RecordKey.For(transaction.Payment, transaction.Id),
                Ask = async (useCases, _, _) => Reply.Of(
                    await useCases.Storefront.RemoveAsync(
                        order.Organization,
                        order.Number,
                        transaction.Payment,
                        transaction.Id,
                        Scopes.All,
                        CancellationToken.None),
                    address,
                    removed => removed),
            };
        }

        return new Request
        {
            Number = ++_number,
            What = $"remove {payment} of {order.Number}",
            Removes = RecordKey.For(payment),
            Ask = async (useCases, _, _) => Reply.Of(
                await useCases.Storefront.RemoveAsync(
                    order.Organization, order.Number, payment, CancellationToken.None),
                address,
                removed => removed),
        };
    }
}
