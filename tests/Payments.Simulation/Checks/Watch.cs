using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.Checks;

/// <summary>Checks every change of a ledger and every write of the sandbox's books at the moment it happens.</summary>
internal sealed class Watch(World world)
{
    private readonly Dictionary<LedgerAddress, Shadow> _shadows = [];
    private readonly Dictionary<(OrganizationId, string), SandboxOperation> _moved = [];
    private readonly Dictionary<string, Making> _marked = [];
    private readonly HashSet<(LedgerAddress, RecordKey)> _deleted = [];

    private readonly NamesCheck _names = new();

    private readonly HashSet<(OrganizationId, string)> _told = [];

    /// <summary>Every state of every record.</summary>
    public Past Past { get; } = new();

    /// <summary>All ledgers, by their journals.</summary>
    public IReadOnlyDictionary<LedgerAddress, Shadow> Shadows => _shadows;

    /// <summary>What really moved, by organization and idempotency key.</summary>
    public IReadOnlyDictionary<(OrganizationId Organization, string Key), SandboxOperation> Operations => _moved;

    /// <summary>What a request, by its mark, has created, and at which step of the run; null for nothing.</summary>
    public Making? MadeBy(string mark) => _marked.GetValueOrDefault(mark);

    /// <summary>
    /// Whether the processor has changed its mind about an operation for a record: what it said before may be stored
    /// yet.
    /// </summary>
    public bool HasNews(LedgerAddress address, Record record) => record switch
    {
        Refund refund => _told.Contains((address.Organization, refund.Id.ToString())),
        Capture capture => _told.Contains((address.Organization, capture.Id.ToString())),
        Credit credit => _told.Contains((address.Organization, credit.Id.ToString())),
        _ => false,
    };

    /// <summary>Notes that something has happened to an operation at the sandbox, after it had answered.</summary>
    public void Told(SandboxOperation operation)
    {
        world.History?.Add(
            $"{world.Scheduler.Now.Ticks} later {operation.Kind} {operation.IdempotencyKey} {operation.State} "
            + $"{(operation.Voided ? "voided" : "")} {operation.Disputes?.LastOrDefault()}");
        _moved[(operation.Organization, operation.IdempotencyKey)] = operation;
        _told.Add((operation.Organization, operation.IdempotencyKey.Split('/')[0]));
    }

    /// <summary>Whether a record was removed.</summary>
    public bool IsDeleted(LedgerAddress address, RecordKey key) => _deleted.Contains((address, key));

    /// <summary>Checks a change that was stored.</summary>
    public void Committed(LedgerAddress address, LedgerChanges changes)
    {
        if (!_shadows.TryGetValue(address, out var shadow)) _shadows.Add(address, shadow = new Shadow(address));
        Note(address, changes);
        bool HasNews(Record record) => this.HasNews(address, record);
        foreach (var fault in CourseCheck.Faults(shadow, changes, HasNews)) world.Violate(fault);
        if (shadow.Apply(changes) is { } broken)
        {
            world.Violate(broken);
            return;
        }

        Past.Add(address, changes, world.Scheduler.Steps);
        foreach (var fault in LedgerCheck.Faults(shadow, HasNews)
            .Concat(shadow.Records.Any(HasNews) ? [] : BalanceCheck.Faults(shadow, changes))
            .Concat(_names.Faults(address, changes)))
        {
            world.Violate(fault);
        }

        foreach (var entry in changes.Entries.Where(entry => entry.Type != ChangeType.Delete))
        {
            Mark(address, entry);
            Compare(address, entry.Record);
        }
    }

    /// <summary>
    /// Checks an operation that the sandbox wrote. Money may move only if the ledger has reserved it.
    /// </summary>
    public void Moved(SandboxOperation operation)
    {
        world.History?.Add(
            $"{world.Scheduler.Now.Ticks} {operation.Kind} {operation.IdempotencyKey} {operation.State}");
        var name = (operation.Organization, operation.IdempotencyKey);
        var before = _moved.GetValueOrDefault(name);
        if (before is { State: SandboxState.Done }
            && (operation.State != SandboxState.Done || operation.Amount != before.Amount))
            world.Violate($"the sandbox did {before}, and now says {operation}");
        _moved[name] = operation;
        if (operation.State is not (SandboxState.Done or SandboxState.Accepted)) return;
        if (operation.Target is { } target && !Movement.IsOfSandbox(target)
            && !Organizations.SharesMerchantAccount(operation.Organization))
            world.Violate($"the sandbox did {operation} on what the storefront's own processor has");
        if (operation.Kind == SandboxKind.Release)
        {
            if (!IsGivenBack(operation)) world.Violate($"the sandbox did {operation}, which is not released");
            return;
        }

        if (operation.Kind is SandboxKind.Authorization or SandboxKind.Credit) return;
        var movement = Movement.Find(
            operation, ledger => _shadows.GetValueOrDefault(new LedgerAddress(operation.Organization, ledger)));
        if (movement is not { Allowed: true } || movement.Amount != operation.Amount)
            world.Violate($"the sandbox did {operation}, the ledger has {movement?.ToString() ?? "nothing"}");
    }

    private bool IsGivenBack(SandboxOperation release) =>
        Id<Authorization>.TryParse(release.IdempotencyKey.Split('/')[0], out var id)
        && _shadows.GetValueOrDefault(new LedgerAddress(release.Organization, id.Ledger))?.Find(id)
            is { } given
        && (given.Status == AuthorizationStatus.Reversed || release.Amount <= given.Released);

    private void Note(LedgerAddress address, LedgerChanges changes)
    {
        foreach (var entry in changes.Entries)
        {
            world.History?.Add($"{world.Scheduler.Now.Ticks} {address} #{entry.Sequence} {entry.Type} "
                + $"{Marks.Of(entry.Record)} {entry.Record.RecordKey} {Marks.StatusOf(entry.Record)}");
            if (entry.Type == ChangeType.Delete) _deleted.Add((address, entry.Record.RecordKey));
        }
    }

    /// <summary>A request creates one thing; if that is removed, a repetition may create it again.</summary>
    private void Mark(LedgerAddress address, JournalEntry entry)
    {
        if (Marks.Of(entry.Record) is not { } mark) return;
        if (entry.Type != ChangeType.Insert && entry.Record is not (Payment or CreditPayment)) return;
        var key = entry.Record.RecordKey;
        if (MadeBy(mark) is { } made && made.Key != key && !IsDeleted(made.Address, made.Key))
            world.Violate($"request {mark} created {made.Key}, and also {key}");
        if (MadeBy(mark)?.Key != key) _marked[mark] = new Making(address, key, world.Scheduler.Steps);
    }

    /// <summary>What the ledger says about the processor must be true.</summary>
    private void Compare(LedgerAddress address, Record record)
    {
        foreach (var movement in Movement.Of(record).Where(movement => movement.Done || movement.Rejected))
        {
            var done = _moved.GetValueOrDefault((address.Organization, movement.Key))?.State == SandboxState.Done;
            if (movement.Done != done && !HasNews(address, record))
                world.Violate($"the ledger has {movement}, the sandbox has done it: {done}");
        }

        if (record is not Authorization authorization) return;
        if (!Movement.IsOfSandbox(authorization.ProcessorReference)) return;
        var found = _moved.Values.FirstOrDefault(moved => moved.Reference == authorization.ProcessorReference);
        if (found is not { State: SandboxState.Done } || found.Amount != authorization.Amount)
            world.Violate($"{authorization.Id} is of {authorization.Amount}, the sandbox authorized {found?.Amount}");
    }
}

/// <summary>What a request has created, and at which step of the run.</summary>
internal sealed record Making(LedgerAddress Address, RecordKey Key, long Step);
