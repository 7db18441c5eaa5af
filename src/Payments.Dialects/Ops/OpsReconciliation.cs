using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Lists;
using Payments.Dialects.Wire;
using Payments.Handlers.Ports;
using Payments.Handlers.Reconciliation;

namespace Payments.Dialects.Ops;

/// <summary>
/// <c>/ops/reconciliation</c>: what an organization's processors say moved, compared with its ledgers.
/// </summary>
public sealed class OpsReconciliation(Reconciler reconciler, TimeProvider time)
{
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(1);

    /// <summary><c>GET</c>: the differences of a period; of yesterday, by UTC, unless one is named.</summary>
    public async Task<WireResponse> GetAsync(FlowCall call, CancellationToken cancellationToken)
    {
        var reader = new ListReader(FlowQuery.Parse(call.Request));
        // The endpoint has compared it with the caller's.
        reader.Text(AuditEndpoint.Organization);
        var (from, to) = (reader.Moment("from"), reader.Moment("to"));
        if (reader.Problems.Count > 0) return FlowLists.Reject(reader);
        var period = Choose(from, to);
        if (FindProblem(period) is { } problem) return FlowLists.Reject(problem);
        try
        {
            var report = await reconciler.ReconcileAsync(call.Principal.Organization, period, cancellationToken);
            return report is not null
                ? FlowJson.Answer(200, ReconciliationModel.Create(report))
                : FlowLists.Reject(
                    $"More than {Reconciler.MaxCompared} changes would have to be compared: name a shorter period by "
                    + "from and to.");
        }
        catch (StatementUnavailableException away)
        {
            var message = $"A processor's statement can't be read now. {away.Message}";
            return RetryLater.After(
                Wait, FlowJson.Answer(503, new GenericError(GenericError.Generic, [message])));
        }
    }

    /// <summary>A day, if only one end is named.</summary>
    private ComparedPeriod Choose(DateTimeOffset? from, DateTimeOffset? to)
    {
        var day = ComparedPeriod.DayBefore(time.GetUtcNow());
        return (from, to) switch
        {
            ({ } start, { } end) => new ComparedPeriod(start, end),
            ({ } start, null) => start < DateTimeOffset.MaxValue.AddDays(-1)
                ? new ComparedPeriod(start, start.AddDays(1))
                : new ComparedPeriod(start, DateTimeOffset.MaxValue),
            (null, { } end) => end > DateTimeOffset.MinValue.AddDays(1)
                ? new ComparedPeriod(end.AddDays(-1), end)
                : new ComparedPeriod(DateTimeOffset.MinValue, end),
            _ => day,
        };
    }

    private string? FindProblem(ComparedPeriod period)
    {
        if (period.From >= period.To) return "from must be before to.";
        if (period.To - period.From > ComparedPeriod.MaxLength)
            return $"The period may have {ComparedPeriod.MaxLength.TotalDays} days at most.";
        if (period.From < Earliest) return "from must be after 2000-01-01.";
        var settled = time.GetUtcNow() - ComparedPeriod.SettlingTime;
        return period.From < settled
            ? null
            : $"from must be more than {ComparedPeriod.SettlingTime.TotalMinutes} minutes ago: what is younger may "
                + "still be on its way.";
    }

    /// <summary>So far back that there is nothing, and so late that a period before it can be expressed.</summary>
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
