using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.Clients;

/// <summary>Reads of single resources: what they show was true at some moment while they read.</summary>
internal sealed partial class Requests
{
    private Request Read(KnownOrder order) => _random.Next(7) switch
    {
        0 when order.Captures.Count > 0 => Read(order, Any(order.Captures), capture => capture.Id, c => c.Key,
            (useCases, name) => useCases.Captures.FindAsync(order.Organization, name, CancellationToken.None)),
        1 or 2 when order.Refunds.Count > 0 => Read(order, Any(order.Refunds), refund => refund.Id, r => r.Key,
            async (useCases, name) =>
                (await useCases.Refunds.FindAsync(order.Organization, name, CancellationToken.None))?.Refund),
        3 when order.CreditPayments.Count > 0 => Read(order, Any(order.CreditPayments), paid => paid.Id, p => p.Key,
            (useCases, name) => useCases.CreditPayments.FindAsync(order.Organization, name, CancellationToken.None)),
        4 when order.Credits.Count > 0 => Read(order, Any(order.Credits), credit => credit.Id, null,
            (useCases, name) => useCases.Credits.FindAsync(
                order.Organization, Id<Credit>.Parse(name), CancellationToken.None)),
        5 when order.Authorizations.Count > 0 => Read(order, Any(order.Authorizations), found => found.Id, a => a.Key,
            (useCases, name) => useCases.Authorizations.FindAsync(order.Organization, name, CancellationToken.None)),
        6 => ReadBalances(order),
        _ => ReadWhole(order),
    };

    private Request Read<T>(
        KnownOrder order,
        T known,
        Func<T, Id<T>> idOf,
        Func<T, Key>? keyOf,
        Func<UseCases, string, Task<T?>> find)
        where T : Record, IIdentified
    {
        var id = idOf(known);
        var name = keyOf is null ? id.ToString() : NameOf(id, keyOf(known));
        var address = new LedgerAddress(order.Organization, id.Ledger);
        return new Request
        {
            Number = ++_number,
            What = $"read {name}",
            Ask = async (useCases, _, _) =>
            {
                var found = await find(useCases, name);
                return Reply.Seen(order.Organization, (world, attempt) => found is null
                    ? Missed(world, attempt, address, known.RecordKey)
                    : NotSo(world, attempt, address with { Ledger = idOf(found).Ledger }, found));
            },
        };
    }

    private Request ReadBalances(KnownOrder order)
    {
        var address = LedgerAddress.ForOrder(order.Organization, order.Number);
        return new Request
        {
            Number = ++_number,
            What = $"balances of {order.Number}",
            Ask = async (useCases, _, _) =>
            {
                var found = await useCases.Orders.FindAsync(order.Organization, order.Number, CancellationToken.None);
                return Reply.Seen(order.Organization, (world, attempt) =>
                    found is null || world.Watch.Past.WasSo(address, found.Head, attempt.Begun)
                        ? null
                        : $"{found.Head} never was");
            },
        };
    }

    private Request ReadWhole(KnownOrder order)
    {
        var address = LedgerAddress.ForOrder(order.Organization, order.Number);
        return new Request
        {
            Number = ++_number,
            What = $"all of {order.Number}",
            Ask = async (useCases, _, _) =>
            {
                var found = await useCases.Storefront.FindOrderAsync(
                    order.Organization, order.Number, CancellationToken.None);
                return Reply.Seen(order.Organization, (world, attempt) => found is null
                    ? null
                    : found.Records.Values.Select(record => NotSo(world, attempt, address, record))
                        .FirstOrDefault(wrong => wrong is not null)
                        ?? order.Payments.Select(RecordKey.For)
                            .Where(key => !found.Records.ContainsKey(key))
                            .Select(key => Missed(world, attempt, address, key))
                            .FirstOrDefault(wrong => wrong is not null));
            },
        };
    }

    private static string? NotSo(World world, Attempt attempt, LedgerAddress address, Record shown) =>
        world.Watch.Past.WasSo(address, shown.RecordKey, shown, attempt.Begun) ? null : $"{shown} was never stored";

    private static string? Missed(World world, Attempt attempt, LedgerAddress address, RecordKey key) =>
        world.Watch.Past.Stays(address, key, attempt.Begun) ? $"{key} exists, but was not found" : null;

    private string NameOf<T>(Id<T> id, Key key) where T : IIdentified =>
        _random.Next(2) == 0 ? key.Value : id.ToString();
}
