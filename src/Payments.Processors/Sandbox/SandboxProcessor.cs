using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Processors.Sandbox;

/// <summary>
/// A processor that moves no real money but keeps books as if it did: each operation once per idempotency key, never
/// more than is available, and the outcomes of <see cref="SandboxScript"/> for testing failures.
/// </summary>
public sealed class SandboxProcessor(ISandboxBooks books, TimeProvider time) : IPaymentProcessor
{
    /// <summary>
    /// How often an operation is attempted on rows that others change too. An attempt fails only if another's succeeds,
    /// so a hundred simultaneous operations on one capture all complete; beyond that the outcome is unknown, and
    /// nothing has moved.
    /// </summary>
    public const int MaxAttempts = 100;

    /// <inheritdoc/>
    public ProcessorName Name => ProcessorName.Sandbox;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The key was used for another operation.</exception>
    public async Task<ProcessorResponse> ExecuteAsync(
        ProcessorOperation operation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfNegative(operation.Amount.MinorUnits);
        var fresh = Fresh(operation);
        var waited = false;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var (own, target) = await LoadAsync(fresh, cancellationToken);
            if (own is not null) RequireSame(fresh, own.Operation);
            if (own is { Operation.IsTold: true }) return own.Operation.Answer;

            var asked = own?.Operation ?? fresh with { Scenario = fresh.Scenario ?? target?.Operation.Scenario };
            var step = SandboxScript.ChooseStep(operation, asked.Kind, asked.Scenario, asked.AskedAt);
            if (own is null && step.Delay > TimeSpan.Zero && !waited)
            {
                await Task.Delay(step.Delay, time, cancellationToken);
                waited = true;
                continue;
            }

            var entries = Query(new SandboxEntry(asked, own?.Version), target, step);
            if (await books.TryWriteAsync(entries, cancellationToken)) return entries[0].Operation.Answer;
        }

        return new ProcessorResponse.Unknown($"The sandbox is busy: {fresh.Reference} failed {MaxAttempts} times.");
    }

    /// <inheritdoc/>
    public async Task<ProcessorResponse> QueryAsync(
        ProcessorOperation operation, string reference, CancellationToken cancellationToken)
    {
        if (await books.FindAsync(operation.Organization, reference, cancellationToken) is not { Operation: var own })
            return new ProcessorResponse.Unknown($"The sandbox has no {reference}.");
        if (SandboxScript.ChooseStep(operation, own.Kind, own.Scenario, own.AskedAt).Later is not { } later)
            return own.Answer;
        var told = await new SandboxNews(books, time).TellAsync(own.Organization, reference, later, cancellationToken);
        return (told ?? own).Answer;
    }

    /// <inheritdoc/>
    public async Task<CaptureStanding?> InspectCaptureAsync(
        OrganizationId organization, string capture, CancellationToken cancellationToken) =>
        await books.FindAsync(organization, capture, cancellationToken) is { Operation: var own }
            ? new CaptureStanding(own.Voided, own.Disputes ?? [])
            : null;

    /// <summary>The rows after one more request: the operation's own, then its target's if that was drawn on.</summary>
    private List<SandboxEntry> Query(SandboxEntry own, SandboxEntry? target, SandboxStep step)
    {
        var asked = own.Operation with { Asks = own.Operation.Asks + 1, AnswersAt = step.AnswersAt };
        var isDue = asked.State == SandboxState.Waiting && asked.Asks >= step.ExecutesAt;
        if (!isDue) return [own with { Operation = asked }];

        var decline = step.Decline
            ?? (target is null ? null : SandboxLimits.Check(asked.Kind, asked.Amount, target.Operation));
        if (decline is not null)
            return [own with { Operation = asked with { State = SandboxState.Declined, Decline = decline } }];

        var state = step.IsHeld ? SandboxState.Accepted : SandboxState.Done;
        var executed = asked with { State = state };
        var done = own with
        {
            Operation = step.IsHeld ? executed : executed.Post(isReturn: false, time.GetUtcNow()),
        };
        if (target is null) return [done];
        var used = target.Operation.Used + asked.Amount;
        return [done, target with { Operation = target.Operation with { Used = used } }];
    }

    private async Task<(SandboxEntry? Own, SandboxEntry? Target)> LoadAsync(
        SandboxOperation fresh, CancellationToken cancellationToken)
    {
        var own = books.FindAsync(fresh.Organization, fresh.Reference, cancellationToken);
        var target = fresh.Target is null
            ? Task.FromResult<SandboxEntry?>(null)
            : books.FindAsync(fresh.Organization, fresh.Target, cancellationToken);
        await Task.WhenAll(own, target);
        return (await own, await target);
    }

    private SandboxOperation Fresh(ProcessorOperation operation)
    {
        var (kind, target, scenario) = operation switch
        {
            AuthorizeFunds authorize => (SandboxKind.Authorization, null, SandboxScript.FindScenario(authorize.Token)),
            CaptureFunds capture => (SandboxKind.Capture, capture.Authorization, null),
            ReleaseFunds release => (SandboxKind.Release, release.Authorization, null),
            RefundFunds refund => (SandboxKind.Refund, refund.Capture, null),
            AuthorizeCredit => (SandboxKind.Credit, null, null),
            SettleFunds settle => (SandboxKind.Settlement, settle.Credit, (string?)null),
            _ => throw new ArgumentException($"Unsupported: {operation.GetType().Name}.", nameof(operation)),
        };
        return new SandboxOperation(
            operation.Organization,
            SandboxReference.Create(operation.Organization, operation.IdempotencyKey),
            operation.IdempotencyKey,
            kind,
            operation.Amount,
            target,
            scenario,
            SandboxState.Waiting,
            Decline: null,
            Used: Money.Zero(operation.Amount.Currency),
            Asks: 0,
            AnswersAt: 1,
            time.GetUtcNow(),
            operation.Record);
    }

    private static void RequireSame(SandboxOperation asked, SandboxOperation stands)
    {
        if (asked.Kind == stands.Kind && asked.Amount == stands.Amount && asked.Target == stands.Target) return;
        throw new InvalidOperationException(
            $"Idempotency key reuse: {stands.Reference} is {DescribeTerms(stands)}, not {DescribeTerms(asked)}.");
    }

    private static string DescribeTerms(SandboxOperation operation) =>
        $"a {operation.Kind} of {operation.Amount} on {operation.Target ?? "nothing"}";
}
