using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Simulation.Worlds;

namespace Payments.Simulation.Canaries;

/// <summary>
/// A deliberate bug, injected in front of the ports. The simulation must find it, or it is worth nothing.
/// </summary>
internal abstract class Canary
{
    /// <summary>No bug.</summary>
    public static readonly Canary None = new NoBug();

    /// <summary>The message is sent after the commit, not before.</summary>
    public static readonly Canary EnqueueAfterCommit = new SendingLate();

    /// <summary>A commit overwrites the stored state unconditionally.</summary>
    public static readonly Canary HeadTagIgnored = new Overwriting();

    /// <summary>An unknown outcome is counted as a decline.</summary>
    public static readonly Canary UnknownTakenAsDeclined = new Guessing();

    /// <summary>Each call to the processor has another key.</summary>
    public static readonly Canary ProcessorKeyNotStable = new Forgetting();

    /// <summary>What a storefront recorded is refunded by a processor that never captured it.</summary>
    public static readonly Canary RecordedCapturesPaidOut = new PayingOut();

    /// <summary>What the processor tells later is not heard.</summary>
    public static readonly Canary LateFailureIgnored = new NotHearing();

    /// <summary>The ports, with the bug.</summary>
    public abstract Ports Over(Ports ports);

    private sealed class NoBug : Canary
    {
        public override Ports Over(Ports ports) => ports;
    }

    private sealed class SendingLate : Canary
    {
        public override Ports Over(Ports ports)
        {
            var late = new LateSender(ports);
            return ports with { Ledgers = late, Queue = late };
        }
    }

    private sealed class Overwriting : Canary
    {
        public override Ports Over(Ports ports) => ports with { Ledgers = new OverwritingStore(ports.Ledgers) };
    }

    private sealed class Guessing : Canary
    {
        public override Ports Over(Ports ports) => ports with { Processor = new GuessingProcessor(ports.Processor) };
    }

    private sealed class Forgetting : Canary
    {
        public override Ports Over(Ports ports) => ports with { Processor = new ForgettingAsker(ports.Processor) };
    }

    private sealed class NotHearing : Canary
    {
        public override Ports Over(Ports ports) => ports with { Queue = new DeafQueue(ports.Queue) };
    }

    private sealed class PayingOut : Canary
    {
        public override Ports Over(Ports ports) =>
            ports with { Organizations = new SharingOrganizations(ports.Organizations) };
    }
}

/// <summary>Drops the work that a processor's notifications ask for.</summary>
internal sealed class DeafQueue(IWorkQueue inner) : IWorkQueue
{
    public Task EnqueueAsync(WorkItem work, TimeSpan delay, CancellationToken cancellationToken) =>
        work is ReviewRecord ? Task.CompletedTask : inner.EnqueueAsync(work, delay, cancellationToken);
}

/// <summary>Treats every merchant account as shared.</summary>
internal sealed class SharingOrganizations(IOrganizations inner) : IOrganizations
{
    public async ValueTask<Organization?> FindAsync(OrganizationId id, CancellationToken cancellationToken) =>
        await inner.FindAsync(id, cancellationToken) is { } found ? found with { SharesMerchantAccount = true } : null;
}

/// <summary>Counts the processor's silence as a decline.</summary>
internal sealed class GuessingProcessor(IPaymentProcessor inner) : IPaymentProcessor
{
    public ProcessorName Name => inner.Name;

    public async Task<ProcessorResponse> ExecuteAsync(ProcessorOperation operation, CancellationToken cancellationToken)
    {
        var answer = await inner.ExecuteAsync(operation, cancellationToken);
        return answer is ProcessorResponse.Unknown unknown
            ? new ProcessorResponse.Declined(new Decline(DeclineReason.Unspecified, "timeout", unknown.Why))
            : answer;
    }

    public Task<ProcessorResponse> QueryAsync(
        ProcessorOperation operation, string reference, CancellationToken cancellationToken) =>
        inner.QueryAsync(operation, reference, cancellationToken);

    public Task<CaptureStanding?> InspectCaptureAsync(
        OrganizationId organization, string capture, CancellationToken cancellationToken) =>
        inner.InspectCaptureAsync(organization, capture, cancellationToken);
}

/// <summary>Uses another key for each call.</summary>
internal sealed class ForgettingAsker(IPaymentProcessor inner) : IPaymentProcessor
{
    private int _asked;

    public ProcessorName Name => inner.Name;

    public Task<ProcessorResponse> ExecuteAsync(ProcessorOperation operation, CancellationToken cancellationToken) =>
        inner.ExecuteAsync(
            operation with { IdempotencyKey = $"{operation.IdempotencyKey}/{++_asked}" }, cancellationToken);

    public Task<ProcessorResponse> QueryAsync(
        ProcessorOperation operation, string reference, CancellationToken cancellationToken) =>
        inner.QueryAsync(operation, reference, cancellationToken);

    public Task<CaptureStanding?> InspectCaptureAsync(
        OrganizationId organization, string capture, CancellationToken cancellationToken) =>
        inner.InspectCaptureAsync(organization, capture, cancellationToken);
}
