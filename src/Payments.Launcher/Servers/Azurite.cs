using System.Globalization;
using Payments.Launcher.State;

namespace Payments.Launcher.Servers;

/// <summary>Azurite's table service, from npm.</summary>
internal static class Azurite
{
    // The account and key of every Azurite, from its documentation.
    private const string Account = "devstoreaccount1";

    private const string AccountKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan PingLimit = TimeSpan.FromSeconds(2);

    public static ServerProgram Program(string root, StateDirectory state)
    {
        var location = state.File("azurite");
        var script = Path.Combine(
            root, "src", "Payments.Launcher", "azurite", "node_modules", "azurite", "dist", "src", "table", "main.js");
        return new ServerProgram
        {
            Name = "Azurite",
            Id = "azurite",
            Location = location,
            Command = port =>
            [
                "node", script, "--location", location, "--tableHost", "127.0.0.1",
                "--tablePort", port.ToString(CultureInfo.InvariantCulture),
                "--skipApiVersionCheck", "--silent", "--disableTelemetry",
            ],
            RespondsAsync = RespondsAsync,
            ConnectionString = port =>
                $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={AccountKey};"
                + $"TableEndpoint=http://127.0.0.1:{port}/{Account};",
        };
    }

    /// <summary>
    /// Recognized by its Server header: Azurite rejects a request without a signature, but any response will do.
    /// </summary>
    private static async Task<bool> RespondsAsync(int port, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = PingLimit };
        try
        {
            using var answer = await http.GetAsync(
                new Uri($"http://127.0.0.1:{port}/{Account}/Tables"), cancellationToken);
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
}
