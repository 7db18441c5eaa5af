using LocalFunctionsHost.Configuration;
using LocalFunctionsHost.Functions;
using LocalFunctionsHost.Protocol;
using Microsoft.Extensions.Logging;
using Kind = LocalFunctionsHost.Protocol.StreamingMessage.ContentOneofCase;

namespace LocalFunctionsHost.Workers;

/// <summary>
/// Takes a worker from its start to readiness for calls: it connects, reports its capabilities, lists the app's
/// functions (the first worker only, as in the Functions host) and loads them.
/// </summary>
internal sealed class WorkerLoading(string appDirectory, ILogger log)
{
    /// <summary>The version of the Functions host that this host emulates.</summary>
    private const string HostVersion = "4.1037.0";

    /// <summary>WorkerProcessCountOptions.ProcessStartupTimeout of the Functions host.</summary>
    private static readonly TimeSpan LoadTimeout = TimeSpan.FromSeconds(60);

    public async Task<IReadOnlyList<RpcFunctionMetadata>> IndexAsync(Worker worker)
    {
        await InitializeAsync(worker);
        var answer = worker.Answers.NextAsync(Kind.FunctionMetadataResponse);
        worker.Send(new StreamingMessage
        {
            FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = appDirectory },
        });
        var indexed = (await answer.WaitAsync(LoadTimeout)).FunctionMetadataResponse;
        if (indexed.UseDefaultMetadataIndexing)
            throw new UnusableAppException("The worker does not list its functions (its SDK is older than 1.8).");
        Check(indexed.Result, "list its functions");
        return indexed.FunctionMetadataResults;
    }

    /// <summary>For a worker that replaces a dead one.</summary>
    public async Task ReloadAsync(Worker worker, FunctionCatalog functions)
    {
        await InitializeAsync(worker);
        await LoadAsync(worker, functions);
    }

    /// <summary>If a function can't be loaded, its calls fail; the others work.</summary>
    public async Task LoadAsync(Worker worker, FunctionCatalog functions)
    {
        var answers = functions.All
            .Select(function => worker.Answers.NextAsync(Kind.FunctionLoadResponse, function.Id))
            .ToList();
        foreach (var function in functions.All)
        {
            worker.Send(new StreamingMessage
            {
                FunctionLoadRequest = new FunctionLoadRequest
                {
                    FunctionId = function.Id,
                    Metadata = function.Metadata,
                },
            });
        }
        foreach (var (function, answer) in functions.All.Zip(await Task.WhenAll(answers).WaitAsync(LoadTimeout)))
        {
            var result = answer.FunctionLoadResponse.Result;
            if (result.Status == StatusResult.Types.Status.Success) continue;
            log.LogError("The worker could not load function {Function}: {Reason}", function.Name, Describe(result));
        }
    }

    private async Task InitializeAsync(Worker worker)
    {
        var ended = await Task.WhenAny(worker.Connected, worker.Lost).WaitAsync(LoadTimeout);
        if (ended == worker.Lost) throw new WorkerLostException("The worker ended before it connected.");
        var answer = worker.Answers.NextAsync(Kind.WorkerInitResponse);
        worker.Send(new StreamingMessage
        {
            WorkerInitRequest = new WorkerInitRequest
            {
                HostVersion = HostVersion,
                WorkerDirectory = appDirectory,
                FunctionAppDirectory = appDirectory,
            },
        });
        var initialized = (await answer.WaitAsync(LoadTimeout)).WorkerInitResponse;
        Check(initialized.Result, "start");
        worker.Adopt(initialized.Capabilities.ToDictionary());
    }

    private static void Check(StatusResult result, string what)
    {
        if (result.Status != StatusResult.Types.Status.Success)
            throw new UnusableAppException($"The worker could not {what}: {Describe(result)}");
    }

    private static string Describe(StatusResult result) => result.Exception?.Message ?? result.Result;
}
