namespace Payments.Dialects.OrderCloud;

/// <summary>How OrderCloud answers to faults, and to repetitions.</summary>
public sealed class OrderCloudDialect : IDialect
{
    private readonly OrderCloudCredentials _credentials;
    private readonly AccessTokens _tokens;

    /// <summary>For the callers of these clients.</summary>
    public OrderCloudDialect(OrderCloudCredentials credentials, TimeProvider time)
    {
        _credentials = credentials;
        _tokens = new AccessTokens(credentials, time);
    }

    /// <inheritdoc/>
    public WireResponse Fault(int status, string traceId) => status == 503
        ? OrderCloudAnswers.Error(
            503,
            ErrorCodes.Offline,
            "The service can't answer just now; please repeat the request.",
            new FaultTrace(traceId))
        : OrderCloudAnswers.Error(
            status, ErrorCodes.ServerError, "Something went wrong on our side.", new FaultTrace(traceId));

    /// <inheritdoc/>
    public RepeatCaller? CallerOf(WireRequest request) => OrderAccess.CallerOf(_tokens, request) is { } caller
        ? new RepeatCaller(
            caller.Organization,
            string.Join(' ', caller.Roles.Order(StringComparer.Ordinal)),
            _credentials.Key.Secret)
        : null;

    /// <inheritdoc/>
    public WireResponse Refuse(WireRequest request, KeyProblem problem) => problem switch
    {
        KeyProblem.Malformed => OrderCloudAnswers.Error(
            400, ErrorCodes.ValidationFailure, RepeatedRequests.Rule, new FaultyField(RepeatedRequests.Header)),
        KeyProblem.UsedOtherwise => OrderCloudAnswers.Error(
            422,
            ErrorCodes.KeyUsedOtherwise,
            $"Another request was made with this {RepeatedRequests.Header}.",
            new FaultyField(RepeatedRequests.Header)),
        KeyProblem.InProgress => OrderCloudAnswers
            .Error(
                409,
                ErrorCodes.KeyInProgress,
                $"The request with this {RepeatedRequests.Header} is under way.",
                new FaultyField(RepeatedRequests.Header))
            .With("Retry-After", "1"),
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "No such problem."),
    };

    /// <inheritdoc/>
    public WireResponse Refuse(WireRequest request, BodyProblem problem)
    {
        var (status, message) = BodyProblems.Describe(problem);
        return OrderCloudAnswers.Error(status, ErrorCodes.InvalidRequestBody, message);
    }
}
