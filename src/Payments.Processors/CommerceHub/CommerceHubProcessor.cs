using System.Globalization;
using Microsoft.Extensions.Logging;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Polly.Timeout;

namespace Payments.Processors.CommerceHub;

/// <summary>
/// The Commerce Hub gateway, over HTTP. Each organization has its own account. How operations and replies are mapped,
/// and what is assumed, is in docs/processors.md.
/// </summary>
public sealed class CommerceHubProcessor : IPaymentProcessor
{
    /// <summary>Stored with what it creates.</summary>
    public static readonly ProcessorName StoredName = new("commercehub");

    /// <summary>How long an operation may take with all its requests and their repetitions.</summary>
    public static readonly TimeSpan OperationTimeout = TimeSpan.FromSeconds(25);

    /// <summary>
    /// How long the gateway certainly knows a request's id: 5 minutes by default, less one for clocks that differ and
    /// requests that take their time (docs/adr/0014-keys-that-processors-forget.md).
    /// </summary>
    public static readonly TimeSpan KeyRetention = TimeSpan.FromMinutes(4);

    private const int MaxDecimals = 3;

    private readonly HubClient _hub;
    private readonly TimeProvider _time;
    private readonly BoundedCalls _calls;

    internal CommerceHubProcessor(HubClient hub, TimeProvider time, ILogger<CommerceHubProcessor> log)
    {
        (_hub, _time) = (hub, time);
        _calls = new BoundedCalls(OperationTimeout, fault => fault is TimeoutRejectedException, Describe, log);
    }

    /// <inheritdoc/>
    public ProcessorName Name => StoredName;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The organization has no account at the gateway.</exception>
    public async Task<ProcessorResponse> ExecuteAsync(
        ProcessorOperation operation, CancellationToken cancellationToken)
    {
        var account = _hub.GetAccount(operation.Organization);
        var requestId = CreateRequestId(operation);
        if (operation.Amount.Currency.Decimals > MaxDecimals)
            return new ProcessorResponse.Declined(HubOutcomes.Inexpressible(operation.Amount.ToString()));
        if (HubRequests.Find(operation, account, requestId) is not var (path, body))
            return new ProcessorResponse.Declined(HubOutcomes.CardNumbersNotSent);
        return await _calls.ExecuteAsync(
            operation,
            async timeout =>
            {
                var mayBeForgotten = OperationKey.MayBeForgotten(
                    operation.IdempotencyKey, _time.GetUtcNow(), KeyRetention);
                if (mayBeForgotten && await FindAsync(account, operation, requestId, timeout) is { } earlier)
                    return earlier;
                var reply = await _hub.PostAsync(account, path, requestId, body, timeout);
                var outcome = HubOutcomes.Read(operation, reply);

                // Before an error is taken for the outcome, what the request made is looked for.
                return reply.IsAnswer
                    ? outcome
                    : await FindAsync(account, operation, requestId, timeout) ?? outcome;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ProcessorResponse> QueryAsync(
        ProcessorOperation operation, string reference, CancellationToken cancellationToken)
    {
        var account = _hub.GetAccount(operation.Organization);
        return _calls.ExecuteAsync(
            operation,
            async timeout => await FindTransactionAsync(account, reference, timeout) is { } found
                ? HubOutcomes.Read(operation, found)
                : new ProcessorResponse.Unknown("Commerce Hub does not show the transaction."),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CaptureStanding?> InspectCaptureAsync(
        OrganizationId organization, string capture, CancellationToken cancellationToken)
    {
        var account = _hub.GetAccount(organization);
        return _calls.InspectAsync(
            capture,
            async timeout => await FindTransactionAsync(account, capture, timeout) is { } found
                ? new CaptureStanding(found.State == "VOIDED", [])
                : null,
            cancellationToken);
    }

    /// <summary>The same for the same operation, in the form that the gateway advises.</summary>
    internal static string CreateRequestId(ProcessorOperation operation) =>
        Guid.ParseExact(OperationKey.Hash(operation)[..32], "N").ToString("D", CultureInfo.InvariantCulture);

    /// <summary>
    /// The outcome of an operation that was executed before; null if the gateway says that it was not. Of several
    /// transactions under one id, an approved one counts.
    /// </summary>
    private async Task<ProcessorResponse?> FindAsync(
        CommerceHubAccount account,
        ProcessorOperation operation,
        string requestId,
        CancellationToken cancellationToken)
    {
        var reply = await _hub.AskAboutAsync(
            account, HubRequests.AskForRequest(account, requestId), cancellationToken);
        if (HubOutcomes.IsNotFound(reply)) return null;
        var outcomes = (reply.ListTransactions() ?? [])
            .Where(transaction => transaction.IsOf(requestId))
            .Select(transaction => HubOutcomes.Read(operation, transaction))
            .ToList();
        return outcomes.Find(outcome => outcome is ProcessorResponse.Approved or ProcessorResponse.Pending)
            ?? outcomes.LastOrDefault()
            ?? new ProcessorResponse.Unknown(HubOutcomes.Describe(reply));
    }

    private async Task<HubTransaction?> FindTransactionAsync(
        CommerceHubAccount account, string transaction, CancellationToken cancellationToken)
    {
        var reply = await _hub.AskAboutAsync(
            account, HubRequests.AskForTransaction(account, transaction), cancellationToken);
        return reply.ListTransactions()?.FirstOrDefault(found => found.Id == transaction);
    }

    private static string Describe(Exception fault) => fault is TimeoutRejectedException or OperationCanceledException
        ? "Commerce Hub did not answer in time."
        : $"Commerce Hub could not be reached: {fault.GetType().Name}.";
}
