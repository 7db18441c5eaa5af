using System.Globalization;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.Checks;

/// <summary>What must hold once the faults have stopped and nothing is left to happen.</summary>
internal sealed class RestCheck(World world)
{
    /// <summary>The violation, if any.</summary>
    public IEnumerable<string> Faults() => world.Watch.Shadows.Values.SelectMany(OfLedger)
        .Concat(OfBooks())
        .Concat(OfDraws())
        .Concat(OfMessages())
        .Concat(new EventCheck(world).Faults())
        .Concat(new ReconciliationCheck(world).Faults())
        .Concat(OfOutbox());

    private IEnumerable<string> OfLedger(Shadow ledger)
    {
        var stored = world.Ledgers.LoadWholeAsync(ledger.Address, CancellationToken.None).Result;
        if (stored.Head != ledger.Head || stored.Records.Count != ledger.Records.Count
            || ledger.Records.Any(record =>
                !ReferenceEquals(stored.Records.GetValueOrDefault(record.RecordKey), record)))
            yield return $"{ledger.Address} differs from what its changes add up to";
        var replayed = new Shadow(ledger.Address);
        foreach (var entry in world.Ledgers.Journal(ledger.Address))
        {
            var head = ledger.Head! with { Sequence = entry.Sequence + 1 };
            if (replayed.Apply(new LedgerChanges(head, [entry])) is { } broken) yield return broken;
        }

        if (!replayed.Records.SequenceEqual(ledger.Records, ReferenceEqualityComparer.Instance))
            yield return $"{ledger.Address} differs from what its versions add up to";
        foreach (var record in ledger.Records)
        {
            if (record is Authorization reversed && !IsReleased(ledger.Address, reversed))
                yield return $"the ledger has released {reversed.Id}, but the sandbox holds its funds";
            if (CourseCheck.IsOpen(record))
                yield return $"{record.RecordKey} of {ledger.Address} is not final: {record}";
            foreach (var movement in Movement.Of(record).Where(movement => movement.Done))
            {
                var operation = world.Watch.Operations.GetValueOrDefault((ledger.Address.Organization, movement.Key));
                if (operation is not { State: SandboxState.Done })
                    yield return $"the ledger has {movement}, but the sandbox has {operation?.ToString() ?? "nothing"}";
                if (operation is not null && record is Capture capture && !IsAsAtSandbox(capture, operation))
                    yield return $"{capture} is {operation} at the sandbox";
            }
        }

        if (!ledger.Head!.UnknownOutcomes.IsEmpty)
            yield return $"{ledger.Address} has {ledger.Head.UnknownOutcomes[0]} with an unknown outcome";
        foreach (var missing in MissingLines(ledger.Address)) yield return missing;
    }

    private static bool IsAsAtSandbox(Capture capture, SandboxOperation operation) =>
        operation.Voided == capture.Outcome is CaptureOutcome.Voided
        && (operation.Disputes ?? []).SequenceEqual(capture.Disputes ?? []);

    /// <summary>Whether the processor was told to release funds, if there are any to release.</summary>
    private bool IsReleased(LedgerAddress address, Authorization authorization)
    {
        var isReversed = authorization.Status == AuthorizationStatus.Reversed;
        if (!isReversed && authorization.ReleaseAsked is null) return true;
        if (!Movement.IsOfSandbox(authorization.ProcessorReference)) return true;
        var rest = isReversed ? "" : $"/{authorization.ReleaseAsked!.Value.MinorUnits}";
        var name = (address.Organization, $"{authorization.Id}/release{rest}");
        return world.Watch.Operations.GetValueOrDefault(name) is { State: not SandboxState.Waiting }
            || world.Fates.IsDeclined(name);
    }

    private IEnumerable<string> OfBooks()
    {
        foreach (var ((organization, key), operation) in world.Watch.Operations)
        {
            if (operation.State != SandboxState.Done) continue;
            if (operation.Kind is SandboxKind.Authorization or SandboxKind.Credit or SandboxKind.Release) continue;
            var movement = Movement.Find(
                operation,
                ledger => world.Watch.Shadows.GetValueOrDefault(new LedgerAddress(organization, ledger)));
            if (movement is not { Done: true } || movement.Amount != operation.Amount)
                yield return $"the sandbox did {key}, the ledger has {movement?.ToString() ?? "nothing"}";
        }
    }

    /// <summary>
    /// Before dead letters are requeued: lost locks and crashed processes may use up a message's deliveries, but no
    /// outage may.
    /// </summary>
    public IEnumerable<string> ListDeadLetters() =>
        from message in world.Broker.Messages
        where message.State == MessageState.Dead && !IsBuriedPoison(message)
        where message.Reason != Broker.UsedUp || message.Failures * 2 > message.Deliveries
        select $"{message} was dead-lettered: {message.Reason}, {message.Description}";

    /// <summary>By the sandbox's books alone: no operation has more drawn on it than its amount.</summary>
    private IEnumerable<string> OfDraws() =>
        from operation in world.Watch.Operations.Values
        where operation.State == SandboxState.Done && operation.Kind != SandboxKind.Release
            && Movement.IsOfSandbox(operation.Target)
        group operation by (operation.Organization, operation.Target, operation.Kind) into draws
        let target = world.Watch.Operations.Values.FirstOrDefault(found =>
            found.Organization == draws.Key.Organization && found.Reference == draws.Key.Target)
        let drawn = draws.Sum(draw => draw.Amount.MinorUnits)
        where target is not { State: SandboxState.Done } || drawn > target.Amount.MinorUnits
        select $"the sandbox did {drawn} of {draws.Key.Kind} on {target}";

    /// <summary>All work is done; messages that are not valid work are dead letters that say why.</summary>
    private IEnumerable<string> OfMessages() =>
        from message in world.Broker.Messages
        where message.State != MessageState.Done && !IsBuriedPoison(message)
        select $"{message} is {message.State}: {message.Reason}, {message.Description}";

    private IEnumerable<string> OfOutbox() =>
        from entry in world.Outbox.OldestAsync(1, CancellationToken.None).Result
        select $"{entry.Item} waits in the outbox for {entry.Due:O}";

    private static bool IsBuriedPoison(Message message) =>
        message is { State: MessageState.Dead, Reason: "NotWork", Poison: { } says }
        && message.Description?.Contains(says, StringComparison.Ordinal) == true;

    private IEnumerable<string> MissingLines(LedgerAddress address)
    {
        foreach (var entry in world.Ledgers.Journal(address))
        {
            if (entry.Record is not IListed { Listed: var listed }) continue;
            var line = new TimelineEntry(
                listed.Kind, address.Ledger, entry.Record.RecordKey, entry.Sequence, Creates: true, entry.At);
            var lines = Lines(address.Organization, listed.Kind);

            // The entry of a removed record may have been moved out of the list of resources.
            var isMissing = entry.Type != ChangeType.Insert
                ? !lines.Contains(line with { Creates = false })
                : !lines.Contains(line)
                    && !(world.Watch.IsDeleted(address, entry.Record.RecordKey)
                        && lines.Contains(line with { Creates = false }));
            if (isMissing) yield return $"no timeline entry for {address.Ledger}/{entry.Sequence}, {listed.Id}";
        }
    }

    private readonly Dictionary<(OrganizationId, string), HashSet<TimelineEntry>> _lines = [];

    private HashSet<TimelineEntry> Lines(OrganizationId organization, string kind)
    {
        if (_lines.TryGetValue((organization, kind), out var known)) return known;
        var lines = world.Timeline.List(organization, kind, TimelineList.Versions).ToHashSet();
        _lines.Add((organization, kind), lines);
        return lines;
    }
}
