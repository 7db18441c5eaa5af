using System.Collections.Immutable;
using Payments.Dialects.Wire;

namespace Payments.Dialects.OrderCloud;

/// <summary>The OrderCloud dialect: endpoints, errors and idempotency.</summary>
public sealed class OrderCloudDialect(OrderCloudAuthentication callers) : IDialect
{
    /// <summary>The endpoint of an address below <c>/v1/orders/{direction}/{orderID}</c>.</summary>
    /// <param name="direction">As in the address.</param>
    /// <param name="orderId">As in the address.</param>
    /// <param name="sufficient">The roles any of which is required (<see cref="Roles"/>).</param>
    public OrderCloudEndpoint At(string direction, string orderId, ImmutableArray<string> sufficient) =>
        new(this, callers, direction, orderId, sufficient);

    /// <inheritdoc/>
    public WireResponse Fault(int status, string traceId) => status == 503
        ? OrderCloudResponses.Error(
            503,
            ErrorCodes.Offline,
            "The service can't answer just now; please repeat the request.",
            new FaultTrace(traceId))
        : OrderCloudResponses.Error(
            status, ErrorCodes.ServerError, "Something went wrong on our side.", new FaultTrace(traceId));

    internal static WireResponse RejectKey(IdempotencyKeyError problem) => problem switch
    {
        IdempotencyKeyError.Malformed => OrderCloudResponses.Error(
            400,
            ErrorCodes.ValidationFailure,
            IdempotencyMiddleware.Rule,
            new FaultyField(IdempotencyMiddleware.Header)),
        IdempotencyKeyError.CardNumber => OrderCloudResponses.Error(
            400,
            ErrorCodes.ValidationFailure,
            IdempotencyMiddleware.CardNumberRule,
            new FaultyField(IdempotencyMiddleware.Header)),
        IdempotencyKeyError.UsedOtherwise => OrderCloudResponses.Error(
            422,
            ErrorCodes.KeyUsedOtherwise,
            $"Another request was made with this {IdempotencyMiddleware.Header}.",
            new FaultyField(IdempotencyMiddleware.Header)),
        IdempotencyKeyError.InProgress => OrderCloudResponses
            .Error(
                409,
                ErrorCodes.KeyInProgress,
                $"The request with this {IdempotencyMiddleware.Header} is still in progress.",
                new FaultyField(IdempotencyMiddleware.Header))
            .With("Retry-After", "1"),
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "No such problem."),
    };

    /// <inheritdoc/>
    public WireResponse RejectBody(WireRequest request, BodyProblem problem)
    {
        var (status, message) = BodyProblems.Describe(problem);
        return OrderCloudResponses.Error(status, ErrorCodes.InvalidRequestBody, message);
    }
}
