using LocalFunctionsHost.Protocol;

namespace LocalFunctionsHost.Workers;

/// <summary>An exception thrown in the worker, as text.</summary>
internal sealed class WorkerException(RpcException thrown) : Exception(thrown.Message)
{
    public override string ToString() =>
        string.IsNullOrEmpty(thrown.StackTrace)
            ? Message
            : $"{Message}{Environment.NewLine}{thrown.StackTrace}";
}
