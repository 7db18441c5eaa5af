using Payments.Handlers.CreditPayments;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.Clients;

/// <summary>Credit payments: created, put under a storefront's key or changed by it, and removed.</summary>
internal sealed partial class Requests
{
    private Request CreditPayment(KnownOrder order)
    {
        var (key, amount) = (KeyOf(Ledger.Records.CreditPayment.Prefix), Amount(100, 9_000));
        return new Request
        {
            Number = ++_number,
            What = $"credit payment of {amount} for {order.Number} {key}",
            IsKeyed = key is not null,
            IsPost = true,
            Ask = async (useCases, mark, _) => Reply.Of(
                await useCases.CreditPayments.RecordAsync(
                    order.Organization, CreditPaymentRequest(order, key, amount, mark), CancellationToken.None),
                LedgerAddress.ForOrder(order.Organization, order.Number),
                payment => payment),
            Learned = made => order.CreditPayments.Add((CreditPayment)made),
        };
    }

    /// <summary>The last writer wins: each attempt is a change of its own, and counts separately.</summary>
    private Request PutCreditPayment(KnownOrder order)
    {
        var known = order.CreditPayments.Count > 0 && _random.Next(3) > 0 ? Any(order.CreditPayments) : null;
        var name = known is null ? NewKey(Ledger.Records.CreditPayment.Prefix).Value : NameOf(known.Id, known.Key);
        var amount = Amount(100, 9_000);
        return new Request
        {
            Number = ++_number,
            What = $"put credit payment {name} of {amount} for {order.Number}",
            IsMarkedPerTry = true,
            IsRepeatable = true,
            Ask = async (useCases, mark, _) =>
            {
                var answer = await useCases.CreditPayments.PutAsync(
                    order.Organization,
                    name,
                    CreditPaymentRequest(order, null, amount, mark),
                    CancellationToken.None);
                var address = LedgerAddress.ForOrder(order.Organization, order.Number);
                if (answer is not null) return Reply.Of(answer, address, payment => payment);
                return new Reply(new Rejection(RejectionReason.UnknownResource, "Not found."), address, null)
                {
                    Verify = (world, attempt) => Missed(world, attempt, address, known!.RecordKey),
                };
            },
            Learned = made => order.CreditPayments.Add((CreditPayment)made),
        };
    }

    private Request RemoveCreditPayment(KnownOrder order)
    {
        var known = Any(order.CreditPayments);
        var name = NameOf(known.Id, known.Key);
        var address = LedgerAddress.ForOrder(order.Organization, order.Number);
        return new Request
        {
            Number = ++_number,
            What = $"remove credit payment {name} of {order.Number}",
            IsRepeatable = true,
            Ask = async (useCases, _, _) =>
            {
                var removed = await useCases.CreditPayments.RemoveAsync(
                    order.Organization, name, CancellationToken.None);
                return Reply.Seen(order.Organization, (world, attempt) => removed switch
                {
                    null => Missed(world, attempt, address, known.RecordKey),
                    Answer<CreditPayment>.Accepted => name == known.Id.ToString()
                        && !world.Watch.IsDeleted(address, known.RecordKey)
                            ? $"{name} is reported as removed, but never was"
                            : null,
                    _ => IsNeeded(world, address)
                        ? null
                        : $"no refund was ever to return to credit payments, and removing {name} was rejected",
                });
            },
        };
    }

    /// <summary>Whether a refund ever returned to the order's credit payments, or had reserved that.</summary>
    private static bool IsNeeded(World world, LedgerAddress address) =>
        world.Watch.Shadows[address].Records.OfType<Refund>().Any(refund => refund.ToCredit is not null);

    private static CreditPaymentRequest CreditPaymentRequest(KnownOrder order, Key? key, Money amount, string mark) =>
        new(key, order.Number, "Gift card", amount, amount, Marked(mark));
}
