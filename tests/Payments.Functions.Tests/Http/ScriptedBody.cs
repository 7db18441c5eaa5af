namespace Payments.Functions.Tests.Http;

/// <summary>
/// A body as it arrives over a connection: in pieces, and with a failure in place of its end if there is one. Kestrel
/// allows no synchronous reads, so neither does this.
/// </summary>
internal sealed class ScriptedBody(IEnumerable<byte[]> pieces, Exception? fault = null) : Stream
{
    private readonly Queue<byte[]> _pieces = new(pieces);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_pieces.TryDequeue(out var piece)) return fault is null ? ValueTask.FromResult(0) : throw fault;
        piece.CopyTo(buffer);
        return ValueTask.FromResult(piece.Length);
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new InvalidOperationException("Synchronous operations are disallowed.");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
