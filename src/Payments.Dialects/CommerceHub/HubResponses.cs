using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Payments.Dialects.Wire;

namespace Payments.Dialects.CommerceHub;

/// <summary>The body of a no.</summary>
internal sealed record ErrorBody(ErrorGatewayResponse GatewayResponse, ImmutableArray<HubError> Error);

/// <summary>Of a request that made no transaction, there is only this to say.</summary>
internal sealed record ErrorGatewayResponse(ErrorProcessingDetails TransactionProcessingDetails);

/// <summary>Which request it was.</summary>
internal sealed record ErrorProcessingDetails(string ApiTraceId, string? ClientRequestId);

/// <summary>Writes answers.</summary>
internal static class HubResponses
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>An answer with a body, and the trace id that is in it.</summary>
    public static WireResponse Create<T>(int status, T body, string traceId) =>
        WireResponse.Json(status, body, Json).With(HubHeaders.ApiTraceId, traceId);

    /// <summary>A no.</summary>
    public static WireResponse Create(HubRejection refusal, string traceId, string? clientRequestId) =>
        Errors((int)refusal.Status, refusal.Errors, traceId, clientRequestId);

    /// <summary>Errors, whatever they are.</summary>
    public static WireResponse Errors(
        int status, ImmutableArray<HubError> errors, string traceId, string? clientRequestId)
    {
        var details = new ErrorProcessingDetails(traceId, clientRequestId);
        return WireResponse
            .Json(status, new ErrorBody(new ErrorGatewayResponse(details), errors), Json)
            .With(HubHeaders.ApiTraceId, traceId);
    }
}
