using System.Net;
using System.Security.Claims;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Payments.Functions.Tests.Http;

/// <summary>A request whose body can be any stream.</summary>
internal sealed class FakeRequest(
    Stream body, string function = "FlowPostRefund", string method = "post", CancellationToken cancellation = default)
    : HttpRequestData(new FakeContext(function, cancellation))
{
    public override Stream Body => body;

    public override HttpHeadersCollection Headers { get; } = [];

    public override IReadOnlyCollection<IHttpCookie> Cookies => [];

    /// <summary>Path and query.</summary>
    public string Address { get; init; } = "/demo/refunds?limit=1";

    public override Uri Url => new($"https://payments.example{Address}");

    public override IEnumerable<ClaimsIdentity> Identities => [];

    public override string Method => method;

    public override HttpResponseData CreateResponse() => new FakeResponse(FunctionContext);
}

/// <summary>A response in memory.</summary>
internal sealed class FakeResponse(FunctionContext context) : HttpResponseData(context)
{
    public override HttpStatusCode StatusCode { get; set; }

    public override HttpHeadersCollection Headers { get; set; } = [];

    public override Stream Body { get; set; } = new MemoryStream();

    public override HttpCookies Cookies => throw new NotSupportedException();
}
