using System.Collections.Concurrent;
using Grpc.Core;
using LocalFunctionsHost.Protocol;
using RpcException = Grpc.Core.RpcException;

namespace LocalFunctionsHost.Workers;

/// <summary>
/// Connects each worker's stream, which begins with the worker's id, to the connection that expects it.
/// </summary>
internal sealed class FunctionRpcService : FunctionRpc.FunctionRpcBase
{
    private readonly ConcurrentDictionary<string, WorkerConnection> _expected = new();

    public void Expect(string workerId, WorkerConnection connection) => _expected[workerId] = connection;

    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream,
        IServerStreamWriter<StreamingMessage> responseStream,
        ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken)) return;
        var first = requestStream.Current;
        if (first.ContentCase != StreamingMessage.ContentOneofCase.StartStream)
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "The first message is no StartStream."));
        if (!_expected.TryRemove(first.StartStream.WorkerId, out var connection))
            throw new RpcException(new Status(StatusCode.NotFound, "This worker is not expected."));
        await connection.RunAsync(requestStream, responseStream, context.CancellationToken);
    }
}
