using System.Text;
using Payments.Dialects.Flow.Errors;
using Payments.Dialects.Flow.Forms;
using Payments.Ledger;

namespace Payments.Dialects.Flow;

/// <summary>How the Flow API answers to faults, and to repetitions.</summary>
public sealed class FlowDialect(FlowCallers callers) : IDialect
{
    /// <inheritdoc/>
    public WireResponse Fault(int status, string traceId)
    {
        var advice = status == 503 ? "The request may be repeated." : "Nothing is known of its outcome.";
        var message = $"The request could not be carried out. {advice} Trace: {traceId}";
        return FlowJson.Answer(status, new GenericError(GenericError.ServerError, [message]));
    }

    /// <inheritdoc/>
    public RepeatCaller? CallerOf(WireRequest request) => callers.Identify(request, out var caller) is null
        ? new RepeatCaller(caller, "", Encoding.UTF8.GetBytes(request.Header("Authorization")!))
        : null;

    /// <summary>In the error model of the resource that was to be made: its clients read no other.</summary>
    public WireResponse Refuse(WireRequest request, KeyProblem problem)
    {
        var path = request.Url.AbsolutePath.TrimEnd('/');
        var resource = path[(path.LastIndexOf('/') + 1)..];
        return problem switch
        {
            KeyProblem.Malformed => Refuse(resource, [new FieldError(RepeatedRequests.Header, RepeatedRequests.Rule)]),
            KeyProblem.UsedOtherwise => Refuse(resource, new Refusal(
                RefusalReason.KeyUsedOtherwise, $"Another request was made with this {RepeatedRequests.Header}.")),
            KeyProblem.InProgress => Refuse(resource, new Refusal(
                RefusalReason.KeyInProgress, $"The request with this {RepeatedRequests.Header} is under way.")),
            _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "No such problem."),
        };
    }

    /// <inheritdoc/>
    public WireResponse Refuse(WireRequest request, BodyProblem problem)
    {
        var (status, message) = BodyProblems.Describe(problem);
        return FlowJson.Answer(status, new GenericError(GenericError.ClientError, [message]));
    }

    private static WireResponse Refuse(string resource, IReadOnlyList<FieldError> errors) => resource switch
    {
        "authorizations" => FlowErrors.OfAuthorization(DeclineCodes.Unknown, errors),
        "captures" => FlowErrors.OfCapture(errors),
        "payments" => FlowErrors.OfCreditPayment(errors),
        "refunds" => FlowErrors.OfRefund(errors),
        _ => FlowErrors.OfOrder(errors),
    };

    private static WireResponse Refuse(string resource, Refusal refusal) => resource switch
    {
        "authorizations" => FlowErrors.OfAuthorization(refusal),
        "captures" => FlowErrors.OfCapture(refusal),
        "payments" => FlowErrors.OfCreditPayment(refusal),
        "refunds" => FlowErrors.OfRefund(refusal),
        _ => FlowErrors.OfOrder(refusal),
    };
}
