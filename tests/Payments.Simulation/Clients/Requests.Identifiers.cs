using Payments.Handlers.Identifiers;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.Clients;

/// <summary>Other systems' names for refunds and captures; few, so that they collide.</summary>
internal sealed partial class Requests
{
    private const int IdentifiersAtMost = 12;
    private static readonly string[] Systems = ["warehouse", "accounts"];

    private Request Identify(KnownOrder order) => order.Refunds.Count > 0 && _random.Next(2) == 0
        ? Identify(order, Any(order.Refunds), refund => refund.Id, refund => refund.Key)
        : Identify(order, Any(order.Captures), capture => capture.Id, capture => capture.Key);

    private Request Identify<T>(KnownOrder order, T resource, Func<T, Id<T>> id, Func<T, Key> key)
        where T : Record, IIdentified
    {
        var value = $"id-{_random.Next(IdentifiersAtMost)}";
        return _random.Next(5) switch
        {
            < 2 => Attach(order, id(resource), NameOf(id(resource), key(resource)), value),
            2 => Detach(order, id(resource), value),
            3 => ReadIdentified(order, id(resource), NameOf(id(resource), key(resource))),
            _ => ReadIdentifier<T>(order, value),
        };
    }

    private Request Attach<T>(KnownOrder order, Id<T> id, string name, string value) where T : Record, IIdentified
    {
        var identifier = new Identifier(Any(Systems), value, _random.Next(2) == 0);
        var address = new LedgerAddress(order.Organization, id.Ledger);
        return new Request
        {
            Number = ++_number,
            What = $"attach {identifier} to {name}",
            IsRepeatable = true,
            Ask = async (useCases, _, _) =>
            {
                var answer = await useCases.Identifiers.AttachAsync<T>(
                    order.Organization, name, identifier, CancellationToken.None);
                return Reply.Seen(order.Organization, (world, attempt) => answer switch
                {
                    null => Missed(world, attempt, address, RecordKey.For(id)),
                    Answer<Identified<T>>.Accepted { Result.Identifiers: var shown } =>
                        shown.Contains(identifier) && WereSo(world, attempt, address, id, [.. shown])
                            ? null
                            : $"{string.Join(", ", shown)} are shown, and never were",
                    _ => null,
                });
            },
        };
    }

    private Request Detach<T>(KnownOrder order, Id<T> id, string value) where T : Record, IIdentified
    {
        var address = new LedgerAddress(order.Organization, id.Ledger);
        return new Request
        {
            Number = ++_number,
            What = $"detach {value} from {id}",
            IsRepeatable = true,
            Ask = async (useCases, _, _) =>
            {
                var detached = await useCases.Identifiers.DetachAsync<T>(
                    order.Organization, id.ToString(), value, CancellationToken.None);
                return Reply.Seen(order.Organization, (world, attempt) =>
                {
                    var sets = world.Watch.Past.Since(address, RecordKey.ForIdentifiers(id.ToString()), attempt.Begun)
                        .Select(record => (record as IdentifierSet)?.Find(value))
                        .ToList();
                    return detached
                        ? sets.TrueForAll(found => found is not null) ? $"{value} is not gone from {id}" : null
                        : sets.TrueForAll(found => found is not null) ? $"{value} was missed on {id}" : null;
                });
            },
        };
    }

    private Request ReadIdentified<T>(KnownOrder order, Id<T> id, string name) where T : Record, IIdentified
    {
        var address = new LedgerAddress(order.Organization, id.Ledger);
        return new Request
        {
            Number = ++_number,
            What = $"identifiers of {name}",
            Ask = async (useCases, _, _) =>
            {
                var found = await useCases.Identifiers.FindAsync<T>(order.Organization, name, CancellationToken.None);
                return Reply.Seen(order.Organization, (world, attempt) => found is null
                    ? Missed(world, attempt, address, RecordKey.For(id))
                    : NotSo(world, attempt, address, found.Resource)
                        ?? (WereSo(world, attempt, address, id, [.. found.Identifiers])
                            ? null
                            : $"{string.Join(", ", found.Identifiers)} are shown, and never were"));
            },
        };
    }

    private Request ReadIdentifier<T>(KnownOrder order, string value) where T : Record, IIdentified => new()
    {
        Number = ++_number,
        What = $"whose is {value} of {T.Prefix}",
        Ask = async (useCases, _, _) =>
        {
            var found = await useCases.Identifiers.ResolveAsync<T>(order.Organization, value, CancellationToken.None);
            return Reply.Seen(order.Organization, (world, attempt) =>
            {
                var owners = _orders.Where(known => known.Organization == order.Organization)
                    .SelectMany(known => world.Watch.Past.Identified<T>(known.Organization, value, attempt.Begun));
                return found is { } id
                    ? owners.Any(owner => owner.Resource == id.ToString()) ? null : $"{value} is not {id}'s"
                    : owners.FirstOrDefault(owner => owner.Stays) is { } missed
                        ? $"{value} is {missed.Resource}'s, and not found"
                        : null;
            });
        },
    };

    private static bool WereSo<T>(
        World world, Attempt attempt, LedgerAddress address, Id<T> id, IReadOnlyCollection<Identifier> shown)
        where T : IIdentified => world.Watch.Past
            .Since(address, RecordKey.ForIdentifiers(id.ToString()), attempt.Begun)
            .Any(record => ((record as IdentifierSet)?.Identifiers ?? []).SequenceEqual(shown));
}
