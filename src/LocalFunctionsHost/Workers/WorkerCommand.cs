using System.Text.Json;
using System.Text.RegularExpressions;
using LocalFunctionsHost.Configuration;

namespace LocalFunctionsHost.Workers;

/// <summary>
/// How to start the app's worker, according to worker.config.json, which the build of every isolated app writes. The
/// arguments about the host are those of the Functions host's RpcWorkerContext.GetFormattedArguments.
/// </summary>
internal sealed partial record WorkerCommand(string AppDirectory, string Executable, IReadOnlyList<string> Arguments)
{
    private const string FileName = "worker.config.json";
    private const string Language = "dotnet-isolated";

    public static WorkerCommand Read(string appDirectory)
    {
        var path = Path.Combine(appDirectory, FileName);
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var description = json.RootElement.GetProperty("description");
            var language = description.GetProperty("language").GetString();
            if (language != Language)
                throw new UnusableAppException($"{path}: the language must be '{Language}', not '{language}'.");
            List<string> arguments = [];
            if (description.TryGetProperty("arguments", out var given))
                arguments.AddRange(given.EnumerateArray().Select(argument => Expand(argument.GetString()!)));
            if (description.TryGetProperty("defaultWorkerPath", out var worker))
                arguments.Add(Path.Combine(appDirectory, worker.GetString()!));
            return new WorkerCommand(
                appDirectory, Expand(description.GetProperty("defaultExecutablePath").GetString()!), arguments);
        }
        catch (Exception fault) when (fault is IOException or JsonException or KeyNotFoundException
            or InvalidOperationException)
        {
            throw new UnusableAppException($"{path}: {fault.Message}", fault);
        }
    }

    /// <summary>The complete command line of a worker that connects to a host on this port.</summary>
    public IEnumerable<string> For(string workerId, int hostPort)
    {
        var requestId = Guid.NewGuid().ToString();
        var maxMessageLength = $"{int.MaxValue}";
        return
        [
            Executable,
            .. Arguments,
            "--host", "127.0.0.1",
            "--port", $"{hostPort}",
            "--workerId", workerId,
            "--requestId", requestId,
            "--grpcMaxMessageLength", maxMessageLength,
            "--functions-uri", $"http://127.0.0.1:{hostPort}/",
            "--functions-worker-id", workerId,
            "--functions-request-id", requestId,
            "--functions-grpc-max-message-length", maxMessageLength,
        ];
    }

    /// <summary>Replaces each %NAME% by the environment variable, or by nothing if it is not set.</summary>
    private static string Expand(string text) =>
        Variable().Replace(text, match => Environment.GetEnvironmentVariable(match.Groups[1].Value) ?? "");

    [GeneratedRegex("%(.+?)%")]
    private static partial Regex Variable();
}
