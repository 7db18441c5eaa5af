using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Simulation.FaultInjection;

namespace Payments.Simulation.UnreliablePorts;

/// <summary>
/// The processor over an unreliable connection. A decline is final: the outcome of an operation is decided when its key
/// is first seen, and an operation that was passed on to the sandbox is decided by the sandbox from then on.
/// </summary>
internal sealed class UnreliableProcessor(IPaymentProcessor inner, Wire wire, Fates fates) : IPaymentProcessor
{
    private const int SlowSecondsAtMost = 45;

    private static readonly ProcessorResponse NotSaid = new ProcessorResponse.Unknown("The processor timed out.");

    public ProcessorName Name => inner.Name;

    public async Task<ProcessorResponse> ExecuteAsync(
        ProcessorOperation operation, CancellationToken cancellationToken)
    {
        await wire.TripAsync("ask processor");
        if (wire.Strikes(FaultKind.ProcessorSlow))
            await wire.TripAsync("processor is slow", wire.Within(SlowSecondsAtMost));
        if (wire.FindsProcessorSilent() || wire.Strikes(FaultKind.ProcessorUnknownBefore)) return NotSaid;
        if (fates.DeclineOf(operation, wire) is { } decline)
            return new ProcessorResponse.Declined(decline);

        var answer = await inner.ExecuteAsync(operation, cancellationToken);
        if (wire.Strikes(FaultKind.ProcessorUnknownAfter)) return NotSaid;
        await wire.TripAsync("processor answers");
        return answer;
    }

    public async Task<ProcessorResponse> QueryAsync(
        ProcessorOperation operation, string reference, CancellationToken cancellationToken)
    {
        await wire.TripAsync("ask about operation");
        if (wire.FindsProcessorSilent() || wire.Strikes(FaultKind.ProcessorUnknownBefore)) return NotSaid;
        var answer = await inner.QueryAsync(operation, reference, cancellationToken);
        if (wire.Strikes(FaultKind.ProcessorSlow))
            await wire.TripAsync("processor is slow", wire.Within(SlowSecondsAtMost));
        return answer;
    }

    public async Task<CaptureStanding?> InspectCaptureAsync(
        OrganizationId organization, string capture, CancellationToken cancellationToken)
    {
        await wire.TripAsync("inspect capture");
        if (wire.FindsProcessorSilent() || wire.Strikes(FaultKind.ProcessorUnknownBefore)) return null;
        var standing = await inner.InspectCaptureAsync(organization, capture, cancellationToken);
        if (wire.Strikes(FaultKind.ProcessorSlow))
            await wire.TripAsync("processor is slow", wire.Within(SlowSecondsAtMost));
        return standing;
    }
}
