using System.Collections.Immutable;
using System.Globalization;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;
using Payments.Simulation.FaultInjection;
using Payments.Simulation.Worlds;
using Payments.Testing.InMemory;

namespace Payments.Simulation.UnreliablePorts;

/// <summary>
/// Ledgers over an unreliable connection. Head and records may be read at different moments, as with Table Storage;
/// then, as there, a commit is rejected if a record that it changes has changed since it was read.
/// </summary>
internal sealed class UnreliableLedgerStore(InMemoryLedgerStore inner, Wire wire, World world) : ILedgerStore
{
    private const int LateSecondsAtMost = 15;

    private static readonly ImmutableDictionary<RecordKey, RecordVersion> NoRecords =
        ImmutableDictionary<RecordKey, RecordVersion>.Empty;

    public async Task<LoadedLedger> LoadAsync(
        LedgerAddress address, IReadOnlyCollection<RecordKey> records, CancellationToken cancellationToken)
    {
        await wire.ReachStorageAsync("load");
        var first = await inner.LoadAsync(address, records, cancellationToken);
        wire.Read();
        if (records.Count > 0 && wire.Strikes(FaultKind.TornRead))
        {
            await wire.TripAsync("load again");
            var second = await inner.LoadAsync(address, records, cancellationToken);
            first = wire.Coin() ? Tear(first, second) : Tear(second, first);
        }

        await wire.TripAsync("loaded");
        return Ordered(first);
    }

    public async Task<LoadedLedger> LoadWholeAsync(LedgerAddress address, CancellationToken cancellationToken)
    {
        await wire.ReachStorageAsync("load whole");
        var loaded = await inner.LoadWholeAsync(address, cancellationToken);
        wire.Read();
        if (wire.Strikes(FaultKind.TornRead))
        {
            // The head is read first: no record is older than it.
            await wire.TripAsync("load on");
            var rest = await inner.LoadWholeAsync(address, cancellationToken);
            if (loaded.Head is not null) loaded = Tear(loaded, rest);
        }

        await wire.TripAsync("loaded whole");
        return Ordered(loaded);
    }

    public async Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, IReadOnlyCollection<JournalPosition> entries, CancellationToken cancellationToken)
    {
        await wire.ReachStorageAsync("load entries");
        var found = await inner.LoadJournalAsync(address, entries, cancellationToken);
        await wire.TripAsync("loaded entries");
        return found;
    }

    public async Task<IReadOnlyList<JournalEntry>> LoadJournalAsync(
        LedgerAddress address, CancellationToken cancellationToken)
    {
        await wire.ReachStorageAsync("load journal");
        var entries = await inner.LoadJournalAsync(address, cancellationToken);
        await wire.TripAsync("loaded journal");
        return entries;
    }

    public async Task<LedgerVersion?> CommitAsync(
        LedgerAddress address, LedgerVersion? expected, LedgerChanges changes, CancellationToken cancellationToken)
    {
        await wire.ReachStorageAsync("commit");
        if (wire.Strikes(FaultKind.CommitConflict)) return null;
        if (wire.Strikes(FaultKind.CommitTimeOutBefore)) throw await TimeOutAsync();
        if (wire.Strikes(FaultKind.CommitLate))
        {
            world.Scheduler.After(
                wire.Within(LateSecondsAtMost), null, () => _ = Commit(address, expected, changes));
            throw await TimeOutAsync();
        }

        var version = Commit(address, expected, changes);
        if (version is not null && wire.Strikes(FaultKind.CommitTimeOutAfter)) throw await TimeOutAsync();
        if (version is not null && wire.Strikes(FaultKind.CommitAnswerLost)) version = null;
        await wire.TripAsync(version is null ? "not committed" : "committed");
        return version;
    }

    private LedgerVersion? Commit(LedgerAddress address, LedgerVersion? expected, LedgerChanges changes)
    {
        var version = inner.CommitAsync(address, expected, changes, CancellationToken.None).Result;
        if (version is not null) world.Watch.Committed(address, changes);
        return version;
    }

    private async Task<PortFaultException> TimeOutAsync()
    {
        await wire.TripAsync("commit timed out", wire.Within(LateSecondsAtMost));
        return new PortFaultException("The commit timed out.");
    }

    private static LoadedLedger Tear(LoadedLedger head, LoadedLedger records) => head with
    {
        Version = head.Version is { } version
            ? version with { Records = records.Version?.Records ?? NoRecords }
            : null,
        Records = records.Records,
    };

    /// <summary>Records in an order that does not depend on the hash codes of this process.</summary>
    private static LoadedLedger Ordered(LoadedLedger loaded) =>
        loaded with { Records = loaded.Records.WithComparers(StableOrder.Instance) };
}
