using LocalFunctionsHost.Configuration;
using LocalFunctionsHost.Protocol;
using Microsoft.Extensions.Logging;

namespace LocalFunctionsHost.Functions;

/// <summary>
/// The app's functions in order of their names, which is the order in which HTTP routes are tried
/// (FunctionMetadataManager.LoadFunctionMetadata: OrderBy(f => f.Name, StringComparer.OrdinalIgnoreCase)). Functions
/// that can't be run are skipped and logged; as in the Functions host, the app starts without them.
/// </summary>
internal sealed class FunctionCatalog
{
    public const string HttpTrigger = "httpTrigger";
    public const string TimerTrigger = "timerTrigger";
    public const string ServiceBusTrigger = "serviceBusTrigger";

    private static readonly string[] KnownBindings = [HttpTrigger, TimerTrigger, ServiceBusTrigger, "http"];

    private FunctionCatalog(IReadOnlyList<Function> all) => All = all;

    public IReadOnlyList<Function> All { get; }

    public static FunctionCatalog Build(IEnumerable<RpcFunctionMetadata> metadata, Settings settings, ILogger log)
    {
        List<Function> functions = [];
        Dictionary<string, HttpRoute> routes = [];
        foreach (var item in metadata.OrderBy(item => item.Name, StringComparer.OrdinalIgnoreCase))
        {
            try
            {
                if (item.Status is { Status: StatusResult.Types.Status.Failure } failure)
                    throw new FunctionRejectedException(failure.Exception?.Message ?? failure.Result);
                var function = new Function(item) { IsDisabled = settings.IsDisabled(item.Name) };
                CheckBindings(function);
                if (function.Trigger.Is(HttpTrigger)) HttpRoute.Create(function).AddTo(routes);
                functions.Add(function);
            }
            catch (FunctionRejectedException rejection)
            {
                log.LogError("Function {Function} is not loaded: {Reason}.", item.Name, rejection.Message);
            }
        }
        return new FunctionCatalog(functions);
    }

    public IEnumerable<Function> With(string trigger) => All.Where(function => function.Trigger.Is(trigger));

    private static void CheckBindings(Function function)
    {
        foreach (var binding in function.Bindings)
        {
            if (!KnownBindings.Any(binding.Is))
                throw new FunctionRejectedException($"this host does not support the binding '{binding.Type}'");
        }
    }
}
