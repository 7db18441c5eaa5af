using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Primitives;

namespace Payments.LocalHost.Http;

/// <summary>A function's answer, held in memory until the function has returned, as the real worker does.</summary>
internal sealed class LocalHttpResponse(FunctionContext context) : HttpResponseData(context)
{
    private LocalHttpCookies? _cookies;
    private HttpHeadersCollection _headers = [];
    private Stream? _body;

    public override HttpStatusCode StatusCode { get; set; } = HttpStatusCode.OK;

    public override HttpHeadersCollection Headers
    {
        get => _headers;
        set => _headers = value ?? throw new InvalidOperationException("The headers of an answer cannot be null.");
    }

    public override Stream Body
    {
        get => _body ??= new MemoryStream();
        set => _body = value ?? throw new InvalidOperationException("The body of an answer cannot be null.");
    }

    public override HttpCookies Cookies => _cookies ??= new LocalHttpCookies();

    public async Task WriteToAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.StatusCode = (int)StatusCode;
        foreach (var (name, values) in _headers.NonValidated)
            response.Headers[name] = values.Count == 1 ? values.ToString() : new StringValues([.. values]);
        _cookies?.WriteTo(response.Cookies);
        if (_body is MemoryStream memory && memory.TryGetBuffer(out var bytes))
            await WriteBytesAsync(response, bytes, cancellationToken);
        else if (_body is not null)
            await CopyAsync(_body, response, cancellationToken);
    }

    private static async Task WriteBytesAsync(HttpResponse response, ArraySegment<byte> bytes, CancellationToken token)
    {
        if (bytes.Count == 0)
            return;
        response.ContentLength = bytes.Count;
        await response.BodyWriter.WriteAsync(bytes, token);
    }

    private static async Task CopyAsync(Stream body, HttpResponse response, CancellationToken cancellationToken)
    {
        await using (body)
        {
            if (body.CanSeek)
                body.Position = 0;
            await body.CopyToAsync(response.Body, cancellationToken);
        }
    }
}
