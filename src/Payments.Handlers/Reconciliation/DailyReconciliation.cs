using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Payments.Handlers.Ports;
using Payments.Handlers.Telemetry;

namespace Payments.Handlers.Reconciliation;

/// <summary>
/// Reconciles organizations and makes differences known: a measurement and a warning in the log for each, and an event
/// for the organization's webhook endpoints. Nothing is mended.
/// </summary>
public sealed partial class DailyReconciliation(
    Reconciler reconciler,
    ICredentialStore organizations,
    IWebhookStore webhooks,
    IWorkQueue queue,
    PaymentsMetrics metrics,
    TimeProvider time,
    ILogger<DailyReconciliation> log)
{
    /// <summary>
    /// Yesterday, by UTC, of each organization. One that fails does not hold up the others; it is logged, and measured.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var yesterday = ComparedPeriod.DayBefore(time.GetUtcNow());
        await foreach (var organization in organizations.ListOrganizationsAsync(cancellationToken))
        {
            try
            {
                if (await reconciler.ReconcileAsync(organization, yesterday, cancellationToken) is { } report)
                {
                    Tell(report);
                    await AnnounceAsync(report, cancellationToken);
                }
                else
                {
                    metrics.Reconciled("Failed");
                    LogTooMuch(organization.Id.Value, Reconciler.MaxCompared);
                }
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                metrics.Reconciled("Failed");
                LogFailed(fault, organization.Id.Value);
            }
        }
    }

    private void Tell(ReconciliationReport report)
    {
        foreach (var (processor, difference) in report.Differences)
        {
            metrics.Differs(processor, difference.Kind.ToString());
            LogDifference(
                difference.Kind,
                report.Organization.Value,
                processor.Value,
                difference.Movement,
                difference.Reference ?? "none",
                difference.Operation?.ToString() ?? "none",
                difference.AtProcessor?.ToString() ?? "nothing",
                difference.InLedger?.ToString() ?? "nothing",
                difference.At);
        }

        foreach (var processor in report.NotReconciled)
            LogNoStatement(processor.Value, report.Organization.Value);
        metrics.Reconciled(
            report.Differences.Any() ? "Differs"
            : report.NotReconciled.Any() ? "NoStatement"
            : "Agrees");
    }

    private async Task AnnounceAsync(ReconciliationReport report, CancellationToken cancellationToken)
    {
        var counts = report.Differences
            .GroupBy(found => found.Difference.Kind)
            .ToImmutableSortedDictionary(group => group.Key.ToString(), group => group.Count(), StringComparer.Ordinal);
        if (counts.IsEmpty) return;
        var found = new DifferencesFound(DateOnly.FromDateTime(report.Period.From.UtcDateTime), counts);
        var endpoints = await webhooks.FindAsync(report.Organization, cancellationToken);
        foreach (var endpoint in endpoints.Endpoints.Where(endpoint => endpoint.Enabled))
        {
            await queue.EnqueueAsync(
                DeliverDifferences.Create(report.Organization, found, endpoint.Id), TimeSpan.Zero, cancellationToken);
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Difference} between the ledgers of {Organization} and {Processor}: {Movement} {Reference}, operation "
        + "{Operation}: {AtProcessor} there, {InLedger} here, at {At:u}.")]
    private partial void LogDifference(
        DifferenceKind difference,
        string organization,
        string processor,
        MovementKind movement,
        string reference,
        string operation,
        string atProcessor,
        string inLedger,
        DateTimeOffset at);

    [LoggerMessage(LogLevel.Information, "{Processor} shows no statement: {Organization} was not reconciled with it.")]
    private partial void LogNoStatement(string processor, string organization);

    [LoggerMessage(LogLevel.Error, "{Organization} was not reconciled: more than {Limit} changes in a day.")]
    private partial void LogTooMuch(string organization, int limit);

    [LoggerMessage(LogLevel.Error, "{Organization} was not reconciled.")]
    private partial void LogFailed(Exception fault, string organization);
}
