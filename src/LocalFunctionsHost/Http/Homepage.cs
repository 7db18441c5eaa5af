using Microsoft.AspNetCore.Http;

namespace LocalFunctionsHost.Http;

/// <summary>The response to / if no function matches (HomepageMiddleware), for every method.</summary>
internal sealed class Homepage(bool isDisabled)
{
    /// <summary>The setting that disables the page.</summary>
    public const string DisablingSetting = "AzureWebJobsDisableHomepage";

    private const string Page =
        "<!DOCTYPE html><html><head><title>Function app</title></head>"
        + "<body><h1>Your function app is up and running.</h1></body></html>";

    public static bool Matches(HttpRequest request) => request.Path.Value == "/";

    public Task AnswerAsync(HttpResponse response)
    {
        if (isDisabled)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }
        response.ContentType = "text/html";
        return response.WriteAsync(Page);
    }
}
