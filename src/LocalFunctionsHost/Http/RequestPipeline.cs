using LocalFunctionsHost.Functions;
using Microsoft.AspNetCore.Http;

namespace LocalFunctionsHost.Http;

/// <summary>
/// What answers a request: the host's own pages, then functions, then the home page, else 404 without a body.
/// </summary>
internal sealed class RequestPipeline(FunctionRouter functions, Homepage homepage)
{
    public async Task AnswerAsync(HttpContext context)
    {
        if (HostPages.StatusFor(context.Request) is { } status)
            context.Response.StatusCode = status;
        else if (await functions.FindAsync(context) is { } handler)
            await handler(context);
        else if (Homepage.IsAskedBy(context.Request))
            await homepage.AnswerAsync(context.Response);
        else
            context.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
