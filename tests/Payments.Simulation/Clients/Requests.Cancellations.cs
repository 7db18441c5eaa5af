using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Records;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.Clients;

/// <summary>Cancellations of refunds.</summary>
internal sealed partial class Requests
{
    /// <summary>Mostly of the last refund: the others were allocated long ago.</summary>
    private Request Cancel(KnownOrder order)
    {
        var known = _random.Next(4) == 0 ? Any(order.Refunds) : order.Refunds[^1];
        var name = NameOf(known.Id, known.Key);
        var address = new LedgerAddress(order.Organization, known.Id.Ledger);
        return new Request
        {
            Number = ++_number,
            What = $"cancel {name}",
            IsRepeatable = true,
            Ask = async (useCases, _, _) =>
            {
                var answer = await useCases.Cancellations.CancelAsync(
                    order.Organization, name, CancellationToken.None);
                return Reply.Seen(order.Organization, (world, attempt) => answer switch
                {
                    null => Missed(world, attempt, address, known.RecordKey),
                    Answer<Refund>.Accepted accepted => NotSo(world, attempt, address, accepted.Result)
                        ?? (accepted.Result.Status == RefundStatus.Canceled ? null : $"{name} is not canceled"),
                    _ => IsCanceled(world, address, known) ? $"{name} is canceled, and that was rejected" : null,
                });
            },
        };
    }

    private static bool IsCanceled(World world, LedgerAddress address, Refund known) =>
        world.Watch.Past.Last(address, known.RecordKey) is Refund { Status: RefundStatus.Canceled };
}
