using System.Text;
using LocalFunctionsHost.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LocalFunctionsHost.Http;

/// <summary>
/// What answers a request: the host's own pages, then functions, then the home page, else 404 without a body.
/// </summary>
internal sealed class RequestPipeline(FunctionRouter functions, Homepage homepage)
{
    /// <summary>
    /// Azure's front end, through which every request comes there, adds the address as it was sent: to a function it is
    /// the only sign of whether <c>%2F</c> or <c>%252F</c> was in it.
    /// </summary>
    private const string SentAddressHeader = "X-WAWS-Unencoded-URL";

    public async Task AnswerAsync(HttpContext context)
    {
        AddSentAddress(context);
        if (HostPages.StatusFor(context.Request) is { } status)
            context.Response.StatusCode = status;
        else if (await functions.FindAsync(context) is { } handler)
            await handler(context);
        else if (Homepage.IsAskedBy(context.Request))
            await homepage.AnswerAsync(context.Response);
        else
            context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private static void AddSentAddress(HttpContext context)
    {
        var sent = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (sent.StartsWith('/') && Ascii.IsValid(sent))
            context.Request.Headers[SentAddressHeader] = sent;
        else
            context.Request.Headers.Remove(SentAddressHeader);
    }
}
