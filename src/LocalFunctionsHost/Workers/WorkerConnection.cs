using System.Threading.Channels;
using Grpc.Core;
using LocalFunctionsHost.Protocol;
using RpcException = Grpc.Core.RpcException;

namespace LocalFunctionsHost.Workers;

/// <summary>A worker's message stream; the worker opens it.</summary>
internal sealed class WorkerConnection
{
    private readonly Channel<StreamingMessage> _outbound =
        Channel.CreateUnbounded<StreamingMessage>(new UnboundedChannelOptions { SingleReader = true });

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Opened => _opened.Task;

    public Task Closed => _closed.Task;

    /// <summary>Called for each incoming message, in order; it must not block.</summary>
    public required Action<StreamingMessage> Receive { get; init; }

    /// <summary>Queues a message; on a closed connection it is dropped.</summary>
    public void Send(StreamingMessage message) => _outbound.Writer.TryWrite(message);

    /// <summary>Runs until the worker closes the stream.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<StreamingMessage> inbound,
        IServerStreamWriter<StreamingMessage> outbound,
        CancellationToken hungUp)
    {
        var writing = WriteAsync(outbound, hungUp);
        _opened.TrySetResult();
        try
        {
            while (await inbound.MoveNext(hungUp)) Receive(inbound.Current);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or RpcException)
        {
            // The worker died; closing the stream reports that.
        }
        finally
        {
            _outbound.Writer.TryComplete();
            _closed.TrySetResult();
        }
        await writing;
    }

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> outbound, CancellationToken hungUp)
    {
        try
        {
            await foreach (var message in _outbound.Reader.ReadAllAsync(hungUp))
                await outbound.WriteAsync(message, hungUp);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or RpcException
            or InvalidOperationException)
        {
            // Nobody is left to read the message; the reading side notices that the worker is gone.
        }
    }
}
