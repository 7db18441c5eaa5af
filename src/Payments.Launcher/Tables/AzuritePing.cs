namespace Payments.LocalHost.Tables;

/// <summary>Asks whether an Azurite table service answers on a port, by its Server header.</summary>
internal sealed class AzuritePing(int port) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };

    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Refused for want of a signature, which is answer enough.
            using var answer = await _http.GetAsync(
                new Uri($"http://127.0.0.1:{port}/devstoreaccount1/Tables"), cancellationToken);
            return answer.Headers.Server.ToString().StartsWith("Azurite-Table", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose() => _http.Dispose();
}
