using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.CommandLine.Service;

/// <summary>A service, over HTTP. Its rejections, and that it can't be reached, are exceptions with reasons.</summary>
internal sealed class ServiceClient : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>A client for the organization or operator that a token is of.</summary>
    public ServiceClient(Uri address, string token)
    {
        _http = new HttpClient { BaseAddress = address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>The body of the response to a GET.</summary>
    public Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, cancellationToken);

    /// <summary>The body of a response; a resource that does not exist is an exception, too.</summary>
    public async Task<JsonNode> SendAsync(
        HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken) =>
        await FindAsync(method, path, body, cancellationToken)
            ?? throw new ServiceRejectedException($"There is no {path}, or not for this token.");

    /// <summary>The body of a response; null if there is no such resource.</summary>
    public async Task<JsonNode?> FindAsync(
        HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotFound) return null;
            var answer = Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            if (!response.IsSuccessStatusCode) throw new ServiceRejectedException(Describe(response, answer));
            return answer ?? throw new ServiceRejectedException($"The response to {method} {path} is not JSON.");
        }
        catch (HttpRequestException fault)
        {
            throw new ServiceRejectedException(
                $"The service at {_http.BaseAddress} can't be reached ({fault.HttpRequestError}). Is ./run running?");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServiceRejectedException($"The service at {_http.BaseAddress} did not answer in time.");
        }
    }

    public void Dispose() => _http.Dispose();

    private static JsonNode? Parse(string body)
    {
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Flow's errors have a list of messages; a response without one is described by its status.</summary>
    private static string Describe(HttpResponseMessage response, JsonNode? body)
    {
        var reasons = (body as JsonObject)?["messages"] is JsonArray messages
            ? string.Join(' ', messages.Select(message => message?.ToString()))
            : response.ReasonPhrase;
        return $"{(int)response.StatusCode}: {reasons}";
    }
}
