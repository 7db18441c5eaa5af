using System.Text;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;
using Payments.Simulation.FaultInjection;

namespace Payments.Simulation.Worlds;

/// <summary>
/// What happens at the processor after it has answered, by itself, and what it tells of it: each change is notified at
/// least once, as processors do, which repeat a notification until it is answered.
/// </summary>
internal sealed class ProcessorNews(World world)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Days = TimeSpan.FromDays(2);
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RepeatedAfter = TimeSpan.FromMinutes(5);

    private readonly HashSet<(OrganizationId, string, SandboxState)> _seen = [];
    private readonly SandboxNews _books = new(world.Books, new ProcessClock(world.Scheduler, owner: null));

    /// <summary>
    /// Decides what is to become of an operation that the processor has accepted or executed: all of it now, because
    /// faults stop some time.
    /// </summary>
    public void Follow(SandboxOperation operation)
    {
        if (!_seen.Add((operation.Organization, operation.Reference, operation.State))) return;
        var events = Choose(operation).Select(Plan).ToList();
        if (events.Count > 0) Next(operation, events);
    }

    private IEnumerable<SandboxEvent> Choose(SandboxOperation operation)
    {
        switch (operation)
        {
            case { State: SandboxState.Accepted }:
                yield return world.Random.Next(4) == 0 ? SandboxEvent.Decline : SandboxEvent.Approve;
                break;
            case { State: SandboxState.Done, Kind: SandboxKind.Refund or SandboxKind.Settlement }
                when world.Faults.Strikes(FaultKind.LateFailure):
                yield return SandboxEvent.Decline;
                if (world.Faults.Strikes(FaultKind.LateSuccess)) yield return SandboxEvent.Approve;
                break;
            case { State: SandboxState.Done, Kind: SandboxKind.Capture } when world.Faults.Strikes(FaultKind.Dispute):
                yield return SandboxEvent.OpenDispute;
                if (world.Random.Next(4) > 0)
                    yield return world.Random.Next(3) == 0 ? SandboxEvent.LoseDispute : SandboxEvent.WinDispute;
                break;
            case { State: SandboxState.Done, Kind: SandboxKind.Capture }
                when world.Faults.Strikes(FaultKind.CaptureVoided):
                yield return SandboxEvent.Void;
                break;
            default:
                break;
        }
    }

    /// <summary>When an event is to happen, after the one before it, and when it is to be told.</summary>
    private Happening Plan(SandboxEvent what)
    {
        var most = world.Random.Next(3) == 0 ? Days : Minutes;
        if (world.Faults.Strikes(FaultKind.NewsBeforeAnswer)) most = Soon;
        var times = world.Faults.Strikes(FaultKind.NewsTwice) ? 2 : 1;
        var onItsWay = world.Faults.Strikes(FaultKind.NewsOutOfOrder) ? Days : Soon;
        return new Happening(
            what,
            world.Random.NextDouble() * most,
            [.. Enumerable.Range(0, times).Select(_ => world.Random.NextDouble() * onItsWay)]);
    }

    private void Next(SandboxOperation operation, IReadOnlyList<Happening> events) =>
        world.Scheduler.After(events[0].After, null, () => Happen(operation, events));

    private void Happen(SandboxOperation operation, IReadOnlyList<Happening> events)
    {
        var (organization, reference) = (operation.Organization, operation.Reference);
        var before = world.Books.FindAsync(organization, reference, CancellationToken.None).Result!.Operation;
        var after = _books.TellAsync(organization, reference, events[0].What, CancellationToken.None).Result!;
        if (after != before)
        {
            world.Watch.Told(after);
            foreach (var delay in events[0].Told) world.Scheduler.After(delay, null, () => Send(after));
        }

        if (events.Count > 1) Next(operation, [.. events.Skip(1)]);
    }

    private void Send(SandboxOperation operation)
    {
        if (world.AnyProcess() is not { } process)
        {
            Again(operation);
            return;
        }

        world.History?.Add($"{world.Scheduler.Now.Ticks} news of {operation.IdempotencyKey} to p{process.Number}");
        process.Start(() => SendAsync(process, operation), () => Again(operation));
    }

    private async Task SendAsync(ServiceProcess process, SandboxOperation operation)
    {
        try
        {
            await process.UseCases.Notifications.TakeAsync(
                ProcessorName.Sandbox.Value,
                operation.Organization.Value,
                _ => null,
                Encoding.UTF8.GetBytes(operation.Record ?? operation.IdempotencyKey),
                CancellationToken.None);
        }
        catch (Exception fault) when (World.IsExpected(fault))
        {
            Again(operation);
        }
    }

    private void Again(SandboxOperation operation) =>
        world.Scheduler.After(RepeatedAfter, null, () => Send(operation));

    /// <summary>An event, when it happens, and after which times it is told.</summary>
    private sealed record Happening(SandboxEvent What, TimeSpan After, IReadOnlyList<TimeSpan> Told);
}

/// <summary>Reads a notification whose body is the key of an operation, or the id of a record.</summary>
internal sealed class PlainNotifications : IProcessorNotifications
{
    public ProcessorName Name => ProcessorName.Sandbox;

    public Task<ProcessorNotification> ReadAsync(
        OrganizationId organization,
        Func<string, string?> header,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken) =>
        Task.FromResult<ProcessorNotification>(
            ProcessorNotification.About.Find(Encoding.UTF8.GetString(body.Span)) is { } about
                ? about
                : new ProcessorNotification.Ignored());
}
