using System.Globalization;
using LocalFunctionsHost.Functions;
using LocalFunctionsHost.Protocol;
using Microsoft.AspNetCore.Http;

namespace LocalFunctionsHost.Http;

/// <summary>
/// Writes a worker's response message to the caller (HttpBinding.CreateResult, RawScriptResult.ExecuteResultAsync). A
/// header that is already set is not written again. Without a result the response is 204; a result that is not an HTTP
/// response is sent as text.
/// </summary>
internal static class RpcResponses
{
    private const string ReturnValue = "$return";
    private const string ContentType = "Content-Type";

    public static Task WriteAsync(Function function, InvocationResponse answer, HttpResponse response)
    {
        var data = function.HttpOutput is null or ReturnValue
            ? answer.ReturnValue
            : answer.OutputData.FirstOrDefault(output => output.Name == function.HttpOutput)?.Data;
        switch (data?.DataCase)
        {
            case TypedData.DataOneofCase.Http:
                return WriteAsync(data.Http, response);
            case null or TypedData.DataOneofCase.None:
                response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
            default:
                response.ContentType = "text/plain; charset=utf-8";
                return WriteBodyAsync(data, response);
        }
    }

    private static Task WriteAsync(RpcHttp http, HttpResponse response)
    {
        if (int.TryParse(http.StatusCode, CultureInfo.InvariantCulture, out var status)) response.StatusCode = status;
        foreach (var (name, value) in http.Headers)
        {
            if (name.Equals(ContentType, StringComparison.OrdinalIgnoreCase)) response.ContentType = value;
            else response.Headers.TryAdd(name, value);
        }
        foreach (var cookie in http.Cookies) response.Cookies.Append(cookie.Name, cookie.Value, CreateOptions(cookie));
        return http.Body is null ? Task.CompletedTask : WriteBodyAsync(http.Body, response);
    }

    private static Task WriteBodyAsync(TypedData body, HttpResponse response) => body.DataCase switch
    {
        TypedData.DataOneofCase.Bytes => response.Body.WriteAsync(body.Bytes.Memory).AsTask(),
        TypedData.DataOneofCase.Stream => response.Body.WriteAsync(body.Stream.Memory).AsTask(),
        TypedData.DataOneofCase.String => response.WriteAsync(body.String),
        TypedData.DataOneofCase.Json => response.WriteAsync(body.Json),
        TypedData.DataOneofCase.Int => response.WriteAsync(body.Int.ToString(CultureInfo.InvariantCulture)),
        TypedData.DataOneofCase.Double => response.WriteAsync(body.Double.ToString(CultureInfo.InvariantCulture)),
        _ => Task.CompletedTask,
    };

    private static CookieOptions CreateOptions(RpcHttpCookie cookie) => new()
    {
        Domain = cookie.Domain?.Value,
        Path = cookie.Path?.Value,
        Secure = cookie.Secure?.Value ?? false,
        HttpOnly = cookie.HttpOnly?.Value ?? false,
        Expires = cookie.Expires?.Value?.ToDateTimeOffset(),
        MaxAge = cookie.MaxAge is { } age ? TimeSpan.FromSeconds(age.Value) : null,
        SameSite = cookie.SameSite switch
        {
            RpcHttpCookie.Types.SameSite.Strict => SameSiteMode.Strict,
            RpcHttpCookie.Types.SameSite.Lax => SameSiteMode.Lax,
            RpcHttpCookie.Types.SameSite.ExplicitNone => SameSiteMode.None,
            _ => SameSiteMode.Unspecified,
        },
    };
}
