using Microsoft.Extensions.Logging;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Stripe;

namespace Payments.Processors.Stripe;

/// <summary>
/// Stripe, by its own client. Each organization has its own account. How operations, errors and amounts are mapped, and
/// what is assumed, is in docs/processors.md.
/// </summary>
public sealed class StripeProcessor : IPaymentProcessor
{
    /// <summary>Stored with what it creates.</summary>
    public static readonly ProcessorName StoredName = new("stripe");

    /// <summary>
    /// How long an operation may take with all its requests and their repetitions. A delivery has 5 minutes for 20
    /// operations, 5 at a time.
    /// </summary>
    public static readonly TimeSpan OperationTimeout = TimeSpan.FromSeconds(25);

    /// <summary>
    /// How long Stripe certainly knows a key: it says at least 24 hours, less an hour for clocks that differ and
    /// requests that take their time (docs/adr/0014-keys-that-processors-forget.md).
    /// </summary>
    public static readonly TimeSpan KeyRetention = TimeSpan.FromHours(23);

    private readonly StripeAccounts _accounts;
    private readonly TimeProvider _time;
    private readonly BoundedCalls _calls;

    internal StripeProcessor(StripeAccounts accounts, TimeProvider time, ILogger<StripeProcessor> log)
    {
        (_accounts, _time) = (accounts, time);

        // An error of a request that only looks something up says nothing about the operation, whatever its code.
        _calls = new BoundedCalls(OperationTimeout, fault => fault is StripeException, Describe, log);
    }

    /// <inheritdoc/>
    public ProcessorName Name => StoredName;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">
    /// The organization has no account at Stripe, or the key was used for another amount.
    /// </exception>
    public async Task<ProcessorResponse> ExecuteAsync(
        ProcessorOperation operation, CancellationToken cancellationToken)
    {
        var client = _accounts.Connect(operation.Organization);
        if (!StripeAmount.TryConvert(operation.Amount, out var amount))
            return new ProcessorResponse.Declined(StripeDeclines.Inexpressible(operation.Amount.ToString()));
        return await _calls.ExecuteAsync(
            operation,
            timeout => operation switch
            {
                AuthorizeFunds authorize => new StripeAuthorizations(client).AuthorizeAsync(authorize, amount, timeout),
                CaptureFunds capture => new StripeCaptures(client).CaptureAsync(capture, amount, timeout),
                ReleaseFunds release => new StripeAuthorizations(client).ReleaseAsync(release, timeout),
                RefundFunds refund => new StripeRefunds(client).RefundAsync(
                    refund, amount, MayBeForgotten(refund), timeout),
                AuthorizeCredit or SettleFunds => Task.FromResult<ProcessorResponse>(
                    new ProcessorResponse.Declined(StripeDeclines.NoCredits)),
                _ => throw new ArgumentException($"Unsupported: {operation.GetType().Name}.", nameof(operation)),
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ProcessorResponse> QueryAsync(
        ProcessorOperation operation, string reference, CancellationToken cancellationToken)
    {
        var client = _accounts.Connect(operation.Organization);
        return _calls.ExecuteAsync(
            operation,
            timeout => operation switch
            {
                AuthorizeFunds => new StripeAuthorizations(client).QueryAsync(reference, timeout),
                CaptureFunds capture => new StripeCaptures(client).QueryAsync(capture, reference, timeout),
                ReleaseFunds => new StripeAuthorizations(client).QueryReleaseAsync(reference, timeout),
                RefundFunds refund => new StripeRefunds(client).QueryAsync(refund, reference, timeout),
                AuthorizeCredit or SettleFunds => Task.FromResult<ProcessorResponse>(
                    new ProcessorResponse.Declined(StripeDeclines.NoCredits)),
                _ => throw new ArgumentException($"Unsupported: {operation.GetType().Name}.", nameof(operation)),
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CaptureStanding?> InspectCaptureAsync(
        OrganizationId organization, string capture, CancellationToken cancellationToken)
    {
        var client = _accounts.Connect(organization);
        return _calls.InspectAsync(
            capture, timeout => new StripeCaptures(client).InspectAsync(capture, timeout), cancellationToken);
    }

    private bool MayBeForgotten(ProcessorOperation operation) =>
        OperationKey.MayBeForgotten(operation.IdempotencyKey, _time.GetUtcNow(), KeyRetention);

    private static string Describe(Exception fault) => fault switch
    {
        StripeException answered => StripeFaults.Describe(answered),
        OperationCanceledException => "Stripe did not answer in time.",
        _ => $"Stripe could not be reached: {fault.GetType().Name}.",
    };
}
