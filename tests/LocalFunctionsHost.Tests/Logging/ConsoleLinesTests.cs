using System.Text;
using LocalFunctionsHost.Logging;

namespace LocalFunctionsHost.Tests.Logging;

public sealed class ConsoleLinesTests
{
    [Fact]
    public async Task An_output_on_a_full_disk_loses_lines_and_takes_those_that_come_when_there_is_room()
    {
        using var output = new Disk { IsFull = true };
        await using (var lines = new ConsoleLines(output))
        {
            lines.Write("lost");
            while (output.Rejections == 0) await Task.Delay(5, TestContext.Current.CancellationToken);
            output.IsFull = false;

            lines.Write("kept");
        }

        Assert.Contains("kept", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    private sealed class Disk : MemoryStream
    {
        private int _rejections;

        public volatile bool IsFull;

        public int Rejections => Volatile.Read(ref _rejections);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!IsFull) return base.WriteAsync(buffer, cancellationToken);
            Interlocked.Increment(ref _rejections);
            throw new IOException("No space left on device");
        }
    }
}
