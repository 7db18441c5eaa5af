namespace Payments.Dialects.OrderCloud;

/// <summary>OrderCloud: its addresses, and how it answers to faults and to repetitions.</summary>
public sealed class OrderCloudDialect(OrderCloudCredentials credentials, AccessTokens tokens) : IDialect
{
    /// <summary>An address below <c>/v1/orders/{direction}/{orderID}</c>.</summary>
    public OrderCloudEndpoint At(string direction, string orderId) => new(this, tokens, direction, orderId);

    /// <inheritdoc/>
    public WireResponse Fault(int status, string traceId) => status == 503
        ? OrderCloudAnswers.Error(
            503,
            ErrorCodes.Offline,
            "The service can't answer just now; please repeat the request.",
            new FaultTrace(traceId))
        : OrderCloudAnswers.Error(
            status, ErrorCodes.ServerError, "Something went wrong on our side.", new FaultTrace(traceId));

    /// <summary>Whose idempotency keys a caller's are among: a repetition has the same roles.</summary>
    internal RepeatCaller CallerOf(Caller caller) => new(
        caller.Organization,
        string.Join(' ', caller.Roles.Order(StringComparer.Ordinal)),
        credentials.Key.Secret);

    /// <summary>The answer to a request whose idempotency key is in the way.</summary>
    internal static WireResponse Refuse(KeyProblem problem) => problem switch
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
