using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Payments.LocalHost.Http;

/// <summary>
/// A Kestrel request as a function sees it. The body is read from the connection as the function reads it, so it can
/// be read once and only asynchronously (the real worker holds it all in memory).
/// </summary>
internal sealed class LocalHttpRequest(FunctionContext context, HttpRequest request) : HttpRequestData(context)
{
    private HttpHeadersCollection? _headers;
    private IReadOnlyCollection<IHttpCookie>? _cookies;
    private Uri? _url;

    public override Stream Body => request.Body;

    public override HttpHeadersCollection Headers => _headers ??= new HttpHeadersCollection(
        request.Headers.Select(header =>
            new KeyValuePair<string, IEnumerable<string>>(header.Key, header.Value.OfType<string>())));

    public override IReadOnlyCollection<IHttpCookie> Cookies =>
        _cookies ??= [.. request.Cookies.Select(cookie => new HttpCookie(cookie.Key, cookie.Value))];

    public override Uri Url => _url ??= new Uri(request.GetEncodedUrl());

    public override IEnumerable<ClaimsIdentity> Identities => request.HttpContext.User.Identities;

    public override string Method => request.Method;

    public override HttpResponseData CreateResponse() => new LocalHttpResponse(FunctionContext);

    /// <summary>The text the route holds under that name; null where an optional segment is absent.</summary>
    public string? RouteValue(string name)
    {
        var text = Convert.ToString(request.RouteValues.GetValueOrDefault(name), CultureInfo.InvariantCulture);
        return string.IsNullOrEmpty(text) ? null : text;
    }
}
