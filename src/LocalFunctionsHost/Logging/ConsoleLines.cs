using System.Threading.Channels;

namespace LocalFunctionsHost.Logging;

/// <summary>
/// Lines for standard output, written by one task, so that nobody who logs waits for a terminal. A reader that does not
/// read makes writers wait only when <see cref="Capacity"/> lines are waiting. A broken pipe is no fault: .NET's
/// console stream swallows it.
/// </summary>
internal sealed class ConsoleLines : IAsyncDisposable
{
    /// <summary>Lines; some 100 bytes each.</summary>
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
            // The last lines have been written and the process ends.
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
            while (_lines.Reader.TryRead(out var line)) await _output.WriteLineAsync(line);
            await _output.FlushAsync();
        }
    }
}
