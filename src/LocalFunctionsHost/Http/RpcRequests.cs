using Google.Protobuf;
using LocalFunctionsHost.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalFunctionsHost.Http;

/// <summary>
/// HTTP requests as messages, in the form that a .NET worker's capabilities ask for
/// (GrpcMessageConversionExtensions.ToRpcHttp): header names in lower case, the body as bytes, and no body unless
/// Content-Length announces one, so that a chunked body arrives empty.
/// </summary>
internal static class RpcRequests
{
    public static RpcHttp Whole(HttpRequest request, RouteValueDictionary routeValues, ReadOnlyMemory<byte> body)
    {
        var http = WithRouteValues(routeValues);
        http.Url = $"{request.Scheme}://{request.Host}{request.Path}{request.QueryString}";
        http.Method = request.Method;
        foreach (var (name, values) in request.Query) http.NullableQuery[name] = Text(values.ToString());
        foreach (var (name, values) in request.Headers)
            http.NullableHeaders[name.ToLowerInvariant()] = Text(values.ToString());
        if (!body.IsEmpty) http.Body = new TypedData { Bytes = UnsafeByteOperations.UnsafeWrap(body) };
        return http;
    }

    public static RpcHttp WithRouteValues(RouteValueDictionary routeValues)
    {
        var http = new RpcHttp();
        foreach (var (name, value) in routeValues)
            if (value is not null) http.NullableParams[name] = Text(value.ToString()!);
        return http;
    }

    private static NullableString Text(string text) => new() { Value = text };
}
