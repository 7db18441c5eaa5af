using System.Threading.Channels;

namespace LocalFunctionsHost.Logging;

/// <summary>
/// Writes lines to standard output in one task, so that logging never waits for a terminal. If the reader stops
/// reading, writers wait only once <see cref="Capacity"/> lines are queued. A broken pipe is not an error: .NET's
/// console stream ignores it.
/// </summary>
internal sealed class ConsoleLines : IAsyncDisposable
{
    /// <summary>In lines of some 100 bytes each.</summary>
    private const int Capacity = 10_000;

    private readonly Channel<string> _lines =
        Channel.CreateBounded<string>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly StreamWriter _output;
    private readonly Task _writing;

    public ConsoleLines(Stream output)
    {
        _output = new StreamWriter(output);
        _writing = Task.Run(WriteAsync);
    }

    public void Write(string line)
    {
        if (_lines.Writer.TryWrite(line)) return;
        try
        {
            _lines.Writer.WriteAsync(line).AsTask().GetAwaiter().GetResult();
        }
        catch (ChannelClosedException)
        {
            // The process is ending, and the last lines have been written.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
        await _output.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        while (await _lines.Reader.WaitToReadAsync())
        {
            try
            {
                while (_lines.Reader.TryRead(out var line)) await _output.WriteLineAsync(line);
                await _output.FlushAsync();
            }
            catch (IOException)
            {
                // The output is a file on a full disk. These lines are lost; if this task ended, every writer would
                // wait forever once the queue is full.
            }
        }
    }
}
