using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LocalFunctionsHost.Http;

/// <summary>
/// Answers a request: the host's own pages first, then functions, then the home page, else 404 without a body.
/// </summary>
internal sealed class RequestPipeline(FunctionRouter functions, Homepage homepage)
{
    /// <summary>
    /// In Azure, every request passes the front end, which adds the URL as the client sent it: the only way for a
    /// function to tell <c>%2F</c> from <c>%252F</c>.
    /// </summary>
    private const string SentAddressHeader = "X-WAWS-Unencoded-URL";

    public async Task AnswerAsync(HttpContext context)
    {
        if (!HostHeaders.IsValid(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        AddSentAddress(context);
        if (HostPages.StatusFor(context.Request) is { } status)
            context.Response.StatusCode = status;
        else if (await functions.FindAsync(context) is { } handler)
            await handler(context);
        else if (Homepage.Matches(context.Request))
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
