using Payments.Handlers.Ports;
using Payments.Handlers.Telemetry;
using Payments.Ledger.Balances;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>
/// Commits the changes that wait for a ledger: load, decide, make preparations that are harmless without the commit,
/// commit; and start over if another change came first. Changes that wait together are decided one after the other, on
/// one state that was read after all of them came, and share one commit. So a busy ledger costs one read and one
/// transaction for many changes, each of which has its own result.
/// </summary>
public sealed class GroupCommits(
    ILedgerStore store,
    ITimeline timeline,
    LedgerQueues queues,
    OutcomeInquiries inquiries,
    EventAnnouncements events,
    TimeProvider time,
    Random random)
{
    /// <summary>No ETag, while it is not known what a commit left.</summary>
    private const string Unknown = "";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Adds a change; its result is the change's own.</summary>
    internal void Add(LedgerAddress address, PendingChange change)
    {
        if (!queues.Add(address, change)) return;
        if (ExecutionContext.IsFlowSuppressed())
        {
            _ = RunAsync(address);
            return;
        }

        // What is done for all of them belongs to none of their callers.
        using (ExecutionContext.SuppressFlow()) _ = RunAsync(address);
    }

    /// <summary>Commits groups until no change waits. What goes wrong is the result of the group's changes.</summary>
    private async Task RunAsync(LedgerAddress address)
    {
        await Task.Yield();
        var latest = new Latest();
        while (queues.Take(address) is { Count: > 0 } group)
        {
            using var span = Tracing.StartCommit(group.Select(change => change.Span));
            try
            {
                var rest = await CommitAsync(address, [.. group], latest);
                queues.Return(address, rest);
            }
            catch (Exception failure)
            {
                foreach (var change in group) change.Fail(failure);
            }
        }
    }

    /// <summary>Commits a group, or as much of it as fits into one commit; returns the rest.</summary>
    private async Task<IReadOnlyList<PendingChange>> CommitAsync(
        LedgerAddress address, List<PendingChange> changes, Latest latest)
    {
        var torn = new HashSet<string>();
        for (var attempt = 0; attempt < LedgerWriter.MaxAttempts && changes.Count > 0; attempt++)
        {
            var loaded = await LoadAsync(address, changes, attempt, latest);
            var group = new CommitGroup(loaded);
            // Head and records are read side by side, and may contradict each other if a change came in between. If
            // they still do so on the same state, it is a defect.
            var tag = loaded.Version?.Tag ?? Unknown;
            if (!await DecideAsync(changes, group, mayBeTorn: !torn.Contains(tag)))
            {
                torn.Add(tag);
                continue;
            }

            await FindTakenEffectAsync(address, changes, group);
            if (group.Changes is not { } all)
            {
                foreach (var change in group.Decided) change.Complete(committed: null);
                return [.. changes.Except(group.Decided)];
            }

            var prepared = time.GetTimestamp();
            if (!await PrepareAsync(address, changes, group, all)) continue;
            foreach (var change in group.Accepted) change.Try();
            latest.Tag = Unknown;
            if (await store.CommitAsync(address, loaded.Version, all, CancellationToken.None) is { } version)
            {
                latest.Tag = version.Tag;
                if (time.GetElapsedTime(prepared) > AcceptanceLimits.MaxDuration)
                    await events.RepeatAsync(address, all);
                foreach (var change in group.Decided) change.Complete(group.State with { Version = version });
                return [.. changes.Except(group.Decided)];
            }

            await Task.Delay(Pause(attempt), time);
        }

        return changes.Count == 0
            ? []
            : throw new LedgerBusyException(
                $"Ledger {address} changed {LedgerWriter.MaxAttempts} times while a change of it was being made.");
    }

    private async Task<LoadedLedger> LoadAsync(
        LedgerAddress address, List<PendingChange> changes, int attempt, Latest latest)
    {
        if (changes is [var only])
        {
            // What was known before another commit of this process is outdated.
            if (attempt == 0 && only.Known is { } known && (latest.Tag is null || latest.Tag == known.Version?.Tag))
                return known;
            if (only.LoadAsync is { } load) return await load();
        }

        var reads = new HashSet<RecordKey>();
        foreach (var change in changes.ToList())
        {
            try
            {
                reads.UnionWith(await change.ListReadsAsync(attempt));
            }
            catch (Exception failure)
            {
                changes.Remove(change);
                change.Fail(failure);
            }
        }

        var loaded = await store.LoadAsync(address, reads, CancellationToken.None);
        if (changes.Exists(change => change.Inquires))
            await inquiries.SendAsync(address, loaded.Head, CancellationToken.None);
        return loaded;
    }

    /// <summary>
    /// Decides each change on the state after those before it, as far as they fit into one commit. A decision that
    /// fails is its change's result. False if reading again may lead to other decisions.
    /// </summary>
    private static async Task<bool> DecideAsync(List<PendingChange> changes, CommitGroup group, bool mayBeTorn)
    {
        foreach (var change in changes.ToList())
        {
            try
            {
                await change.DecideAsync(group.State);
            }
            catch (Exception contradiction) when (IsOfTornRead(contradiction) && mayBeTorn)
            {
                return false;
            }
            catch (Exception failure)
            {
                changes.Remove(change);
                change.Fail(failure);
                continue;
            }

            if (!group.TryAdd(change)) break;
        }

        return true;
    }

    /// <summary>
    /// Ends the changes that are rejected only because an earlier attempt took effect: the commit was reported as a
    /// conflict because its response was lost, and what others did since then is why it is rejected now.
    /// </summary>
    private async Task FindTakenEffectAsync(LedgerAddress address, List<PendingChange> changes, CommitGroup group)
    {
        foreach (var change in group.Decided.Where(change => change.IsRejected && change.Tried is not null))
        {
            if (change.Tried is not { Entries: [var own, ..] }) continue;
            var position = new JournalPosition(own.Sequence, own.Record.RecordKey);
            var stored = await store.LoadJournalAsync(address, [position], CancellationToken.None);
            if (!stored.Any(entry => entry.Commit == own.Commit && entry.Record.RecordKey == own.Record.RecordKey))
                continue;
            change.CompleteTried();
            changes.Remove(change);
        }
    }

    /// <summary>
    /// Writes the timeline entries, announces the events and makes each change's own preparation, side by side. A
    /// change whose preparation fails, or that took too long, ends with that; false if there was one: the others must
    /// be decided without it.
    /// </summary>
    private async Task<bool> PrepareAsync(
        LedgerAddress address, List<PendingChange> changes, CommitGroup group, LedgerChanges all)
    {
        var accepted = group.Accepted.ToList();
        var preparing = accepted.Select(FindFailureAsync).ToList();
        await Task.WhenAll(ListAsync(address, all), events.PrepareAsync(address, all));
        var allPrepared = true;
        foreach (var (change, prepared) in accepted.Zip(await Task.WhenAll(preparing)))
        {
            var failure = prepared;
            if (failure is null && time.GetElapsedTime(change.Began) > AcceptanceLimits.MaxDuration)
            {
                failure = new LedgerBusyException(
                    $"Changing {address} took more than {AcceptanceLimits.MaxDuration}.");
            }

            if (failure is null) continue;
            allPrepared = false;
            changes.Remove(change);
            change.Fail(failure);
        }

        return allPrepared;
    }

    private static async Task<Exception?> FindFailureAsync(PendingChange change)
    {
        try
        {
            await change.PrepareAsync();
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    private Task ListAsync(LedgerAddress address, LedgerChanges changes)
    {
        var entries = TimelineEntries.Create(address.Ledger, changes);
        return entries.IsEmpty
            ? Task.CompletedTask
            : timeline.AppendAsync(address.Organization, entries, CancellationToken.None);
    }

    /// <summary>
    /// Whether reading again may lead to another decision: records contradict the head, or a change would not add up
    /// because one of them was older than the head.
    /// </summary>
    private static bool IsOfTornRead(Exception contradiction) =>
        contradiction is TornReadException or BrokenInvariantException;

    /// <summary>Grows with each attempt, and is random, so that those who collided do not collide again.</summary>
    private TimeSpan Pause(int attempt)
    {
        var longest = Math.Min(MaxPause.TotalMilliseconds, FirstPause.TotalMilliseconds * Math.Pow(2, attempt));
#pragma warning disable CA5394 // Random delays need no secure source.
        return TimeSpan.FromMilliseconds(random.NextDouble() * longest);
#pragma warning restore CA5394
    }

    /// <summary>What the latest commit of a run left.</summary>
    private sealed class Latest
    {
        /// <summary>The head's ETag; null before the first commit.</summary>
        public string? Tag { get; set; }
    }
}
