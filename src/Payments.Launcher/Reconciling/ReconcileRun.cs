using System.Net.Http.Headers;
using System.Text.Json;
using Payments.Launcher.State;

namespace Payments.Launcher.Reconciling;

/// <summary>
/// <c>./run reconcile</c>: asks a running service to compare what its processors say moved with its ledgers, and prints
/// the report.
/// </summary>
internal static class ReconcileRun
{
    private const int Agrees = 0;
    private const int Differs = 1;
    private const int Unknown = 2;

    /// <summary>Longer than the service takes before it gives up.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Runs it; the exit code.</summary>
    /// <param name="args">The arguments after <c>reconcile</c>.</param>
    /// <param name="output">Where the report goes.</param>
    /// <param name="errors">Where it says what failed.</param>
    /// <param name="handler">Sends the requests.</param>
    public static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter errors, HttpMessageHandler handler)
    {
        if (args.Contains("--help"))
        {
            await output.WriteLineAsync(ReconcileArguments.Usage);
            return Agrees;
        }

        try
        {
            var arguments = ReconcileArguments.Parse(args);
            if (arguments.Organizations.Count == 0)
                throw new LaunchRejectedException("No organization is known here: name one by --organization.");
            using var http = new HttpClient(handler, disposeHandler: false)
            {
                BaseAddress = arguments.Address,
                Timeout = Timeout,
            };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", arguments.Token);
            var worst = Agrees;
            foreach (var organization in arguments.Organizations)
            {
                var code = await ReconcileAsync(http, organization, arguments, output, errors);
                worst = Math.Max(worst, code);
            }

            return worst;
        }
        catch (LaunchRejectedException rejection)
        {
            await errors.WriteLineAsync(rejection.Message);
            return Unknown;
        }
    }

    private static async Task<int> ReconcileAsync(
        HttpClient http, string organization, ReconcileArguments arguments, TextWriter output, TextWriter errors)
    {
        var query = new Dictionary<string, string?>
        {
            ["organization"] = organization,
            ["from"] = arguments.From,
            ["to"] = arguments.To,
        };
        var path = "ops/reconciliation?" + string.Join('&', query
            .Where(pair => pair.Value is not null)
            .Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}"));
        try
        {
            using var response = await http.GetAsync(path);
            var body = await response.Content.ReadAsStringAsync();
            if (!response.IsSuccessStatusCode)
            {
                await errors.WriteLineAsync($"{organization}: {(int)response.StatusCode} {body}".TrimEnd());
                return Unknown;
            }

            using var report = JsonDocument.Parse(body);
            await output.WriteLineAsync(
                arguments.IsJson ? body : string.Join(Environment.NewLine, ReportText.Write(report.RootElement)));
            return Judge(report.RootElement);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or JsonException)
        {
            await errors.WriteLineAsync($"{organization}: {http.BaseAddress} did not answer: {fault.Message}");
            return Unknown;
        }
    }

    private static int Judge(JsonElement report)
    {
        if (report.GetProperty("differences").GetInt32() > 0) return Differs;
        var processors = report.GetProperty("processors").EnumerateArray();
        return processors.All(part => part.GetProperty("reconciled").GetBoolean()) ? Agrees : Unknown;
    }
}
