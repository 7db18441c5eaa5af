using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Payments.Dialects.Wire;

namespace Payments.Dialects.CommerceHub;

/// <summary>The body of an error response.</summary>
internal sealed record ErrorBody(ErrorGatewayResponse GatewayResponse, ImmutableArray<HubError> Error);

/// <summary>All that there is to report of a request that created no transaction.</summary>
internal sealed record ErrorGatewayResponse(ErrorProcessingDetails TransactionProcessingDetails);

internal sealed record ErrorProcessingDetails(string ApiTraceId, string? ClientRequestId);

internal static class HubResponses
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>A response with the body's trace id in its header.</summary>
    public static WireResponse Create<T>(int status, T body, string traceId) =>
        WireResponse.Json(status, body, Json).With(HubHeaders.ApiTraceId, traceId);

    public static WireResponse Create(HubRejection rejection, string traceId, string? clientRequestId) =>
        Errors((int)rejection.Status, rejection.Errors, traceId, clientRequestId);

    public static WireResponse Errors(
        int status, ImmutableArray<HubError> errors, string traceId, string? clientRequestId)
    {
        var details = new ErrorProcessingDetails(traceId, clientRequestId);
        return WireResponse
            .Json(status, new ErrorBody(new ErrorGatewayResponse(details), errors), Json)
            .With(HubHeaders.ApiTraceId, traceId);
    }
}
