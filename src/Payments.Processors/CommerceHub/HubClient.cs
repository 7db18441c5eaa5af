using System.Collections.Frozen;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Payments.Ledger.Identity;

namespace Payments.Processors.CommerceHub;

/// <summary>Requests to the gateway, each signed for its organization's account.</summary>
internal sealed class HubClient(CommerceHubSettings settings, IHttpClientFactory clients, TimeProvider time)
{
    /// <summary>The name of the HTTP client that all accounts share.</summary>
    public const string HttpClientName = "commercehub";

    private readonly HttpClient _http = clients.CreateClient(HttpClientName);
    private readonly FrozenDictionary<OrganizationId, CommerceHubAccount> _accounts =
        settings.Accounts.ToFrozenDictionary(account => account.Organization);

    /// <summary>
    /// An organization's account. Throws <see cref="InvalidOperationException"/> if it has none, which is for a person
    /// to correct: it says nothing about any money.
    /// </summary>
    public CommerceHubAccount GetAccount(OrganizationId organization) =>
        _accounts.GetValueOrDefault(organization)
        ?? throw new InvalidOperationException(
            $"{organization} has no account at Commerce Hub in the settings Processors__CommerceHub__Accounts.");

    /// <summary>
    /// An inquiry. Its id is new each time: under the same one, the gateway would repeat its first reply.
    /// </summary>
    public Task<HubReply> AskAboutAsync(
        CommerceHubAccount account, JsonObject body, CancellationToken cancellationToken) =>
        PostAsync(
            account,
            HubRequests.Inquiry,
            Guid.CreateVersion7(time.GetUtcNow()).ToString(),
            body,
            cancellationToken);

    /// <summary>A request. The gateway executes it once per id, for as long as it knows that.</summary>
    public async Task<HubReply> PostAsync(
        CommerceHubAccount account,
        string path,
        string requestId,
        JsonObject body,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString())),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation(RequestSigning.RequestIdHeader, requestId);
        request.Options.Set(RequestSigning.Account, account);
        using var response = await _http.SendAsync(request, cancellationToken);
        var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return new HubReply((int)response.StatusCode, Parse(content));
    }

    private static JsonElement? Parse(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
