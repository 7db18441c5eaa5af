using System.Collections.Immutable;
using System.Globalization;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Processors.Sandbox;

/// <summary>What can happen to an operation after the sandbox has answered.</summary>
public enum SandboxEvent
{
    /// <summary>What was accepted, or had failed, is executed.</summary>
    Approve,

    /// <summary>What was accepted is declined; what was executed fails; an authorization is voided.</summary>
    Decline,

    /// <summary>The whole of a capture is disputed.</summary>
    OpenDispute,

    /// <summary>A capture's open dispute is decided for the merchant.</summary>
    WinDispute,

    /// <summary>A capture's open dispute is decided for the cardholder.</summary>
    LoseDispute,

    /// <summary>A capture of which nothing was refunded is voided.</summary>
    Void,
}

/// <summary>
/// Plays what happens at a processor later: pending operations end, refunds fail, captures are disputed.
/// </summary>
public sealed class SandboxNews(ISandboxBooks books, TimeProvider time)
{
    private static readonly Decline Late = ResponseCodes.ToDecline("025");

    /// <summary>
    /// The operation after the event; as it is if the event has nothing to change; null if there is no such operation.
    /// </summary>
    public async Task<SandboxOperation?> TellAsync(
        OrganizationId organization, string reference, SandboxEvent what, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < SandboxProcessor.MaxAttempts; attempt++)
        {
            var own = await books.FindAsync(organization, reference, cancellationToken);
            if (own is null) return null;
            var target = own.Operation.Target is { } name
                ? await books.FindAsync(organization, name, cancellationToken)
                : null;
            if (Apply(own, target, what, time.GetUtcNow()) is not { } changed) return own.Operation;
            if (await books.TryWriteAsync(changed, cancellationToken)) return changed[0].Operation;
        }

        throw new InvalidOperationException($"The sandbox is busy: {reference}.");
    }

    private static SandboxEntry[]? Apply(
        SandboxEntry own, SandboxEntry? target, SandboxEvent what, DateTimeOffset at)
    {
        var operation = own.Operation;
        return (what, operation.State) switch
        {
            (SandboxEvent.Approve, SandboxState.Accepted) =>
                [
                    own with
                    {
                        Operation = (operation with { State = SandboxState.Done }).Post(isReturn: false, at),
                    },
                ],
            (SandboxEvent.Approve, SandboxState.Failed) when IsRoomFor(operation, target) =>
                Draw(
                    own,
                    target,
                    (operation with { State = SandboxState.Done, Decline = null }).Post(isReturn: false, at),
                    operation.Amount),
            (SandboxEvent.Decline, SandboxState.Accepted or SandboxState.Done) when operation.Used.IsZero => Draw(
                own,
                target,
                Fail(operation, at),
                new Money(-operation.Amount.MinorUnits, operation.Amount.Currency)),
            (_, SandboxState.Done) when operation.Kind == SandboxKind.Capture =>
                ApplyToCapture(operation, what, at) is { } capture ? [own with { Operation = capture }] : null,
            _ => null,
        };
    }

    /// <summary>Only what was executed comes back: what was held has not moved.</summary>
    private static SandboxOperation Fail(SandboxOperation operation, DateTimeOffset at)
    {
        var failed = operation with { State = SandboxState.Failed, Decline = Late };
        return operation.State == SandboxState.Done ? failed.Post(isReturn: true, at) : failed;
    }

    private static SandboxOperation? ApplyToCapture(SandboxOperation capture, SandboxEvent what, DateTimeOffset at)
    {
        var disputes = capture.Disputes ?? [];
        switch (what)
        {
            case SandboxEvent.Void when capture is { Used.IsZero: true, Voided: false }:
                return (capture with { Voided = true }).Post(isReturn: true, at);
            case SandboxEvent.OpenDispute when !disputes.Any(dispute => dispute.Status != DisputeStatus.Won):
                var name = string.Create(
                    CultureInfo.InvariantCulture, $"{capture.Reference}-dispute-{disputes.Length + 1}");
                return (capture with
                {
                    Disputes = disputes.Add(new Dispute(name, capture.Amount, DisputeStatus.Open)),
                }).PostDispute(name, isReturn: false, at);
            case SandboxEvent.WinDispute or SandboxEvent.LoseDispute
                when disputes.LastOrDefault() is { Status: DisputeStatus.Open } open:
                var status = what == SandboxEvent.WinDispute ? DisputeStatus.Won : DisputeStatus.Lost;
                var decided = capture with { Disputes = disputes.Replace(open, open with { Status = status }) };
                return status == DisputeStatus.Won
                    ? decided.PostDispute(open.Reference, isReturn: true, at)
                    : decided;
            default:
                return null;
        }
    }

    private static bool IsRoomFor(SandboxOperation operation, SandboxEntry? target) =>
        target is null || SandboxLimits.Check(operation.Kind, operation.Amount, target.Operation) is null;

    /// <summary>The operation, and its target with more or less drawn on it.</summary>
    private static SandboxEntry[] Draw(
        SandboxEntry own, SandboxEntry? target, SandboxOperation changed, Money drawn) => target is null
            ? [own with { Operation = changed }]
            :
            [
                own with { Operation = changed },
                target with { Operation = target.Operation with { Used = target.Operation.Used + drawn } },
            ];
}
