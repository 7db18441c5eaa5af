namespace Payments.Testing.OpenApi;

/// <summary>
/// Compares each answer of the app with the documents: so every test that sends its requests through it tests the
/// documents too. What the host in front of the app answers by itself is left out, and so are preflights.
/// </summary>
public sealed class ContractHandler() : DelegatingHandler(new SocketsHttpHandler())
{
    /// <summary>Every answer of the app has it.</summary>
    private const string Mark = "Strict-Transport-Security";

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (!response.Headers.Contains(Mark) || request.Method == HttpMethod.Options) return response;
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        Findings.MustBeNone(ApiContract.FindMistakes(
            request.Method.Method,
            request.RequestUri!.AbsolutePath,
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsByteArrayAsync(cancellationToken)));
        return response;
    }
}
